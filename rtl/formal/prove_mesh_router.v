// mesh_router: for every pair of sides, the flits that came in by one leave by the other exactly once if a core behind it is
// among their destinations, else not at all: in order, with the destinations behind that side and no other, held until
// taken. A side offers something whenever a flit in front of a queue still has to go there.
//
// By induction, for an arbitrary pair. The low bits of each axon's number are the side by which it came in, so that what
// leaves tells whence it came. The router of the middle of 3 x 3 has all five sides.
`default_nettype none

module prove_mesh_router (
    input wire clk
);
    localparam CORES = 9;
    localparam AXON_BITS = 4;
    localparam FLIT_BITS = CORES + AXON_BITS;
    reg started;
    initial started = 1'b0;
    always @(posedge clk) started <= 1'b1;
    wire rst = !started;

    (* anyseq *)   wire [4:0]             in_valid;
    (* anyseq *)   wire [5*FLIT_BITS-1:0] in_flit;
    (* anyseq *)   wire [4:0]             out_ready;
    (* anyconst *) wire [2:0]             from;
    (* anyconst *) wire [2:0]             to;
    wire [4:0]             in_ready;
    wire [4:0]             out_valid;
    wire [5*FLIT_BITS-1:0] out_flit;
    wire                   is_empty;
    wire [4:0]             has_front;
    wire [4:0]             has_second;
    wire [5*FLIT_BITS-1:0] fronts;
    wire [5*FLIT_BITS-1:0] seconds;
    wire [24:0]            served;
    watched_router #(
        .COLUMNS(3),
        .ROWS(3),
        .X(1),
        .Y(1),
        .AXON_BITS(AXON_BITS)
    ) u_watched (
        .clk(clk),
        .rst(rst),
        .in_valid(in_valid),
        .in_ready(in_ready),
        .in_flit(in_flit),
        .out_valid(out_valid),
        .out_ready(out_ready),
        .out_flit(out_flit),
        .is_empty(is_empty),
        .has_front(has_front),
        .has_second(has_second),
        .fronts(fronts),
        .seconds(seconds),
        .served(served)
    );

    // Cores of 3 x 3 behind a side of the middle one: 0 1 2 / 3 4 5 / 6 7 8.
    function [CORES-1:0] behind;
        input [2:0] side;
        case (side)
            3'd0: behind = 9'b000_010_000;
            3'd1: behind = 9'b100_100_100;
            3'd2: behind = 9'b001_001_001;
            3'd3: behind = 9'b000_000_010;
            default: behind = 9'b010_000_000;
        endcase
    endfunction
    // A flit as it leaves by `to`.
    function [FLIT_BITS-1:0] masked;
        input [FLIT_BITS-1:0] flit;
        input [2:0]           side;
        masked = {flit[AXON_BITS+:CORES] & behind(side), flit[AXON_BITS-1:0]};
    endfunction
    function goes;
        input [FLIT_BITS-1:0] flit;
        input [2:0]           side;
        goes = (flit[AXON_BITS+:CORES] & behind(side)) != {CORES{1'b0}};
    endfunction

    wire [FLIT_BITS-1:0] flit_in = in_flit[from*FLIT_BITS+:FLIT_BITS];
    wire [FLIT_BITS-1:0] flit_out = out_flit[to*FLIT_BITS+:FLIT_BITS];
    wire [FLIT_BITS-1:0] front = fronts[from*FLIT_BITS+:FLIT_BITS];
    wire [FLIT_BITS-1:0] second = seconds[from*FLIT_BITS+:FLIT_BITS];
    wire                 front_goes = has_front[from] && goes(front, to) && !served[5*from+to];
    wire                 second_goes = has_second[from] && goes(second, to);

    wire [2:0]           inside;
    wire                 is_tracked;
    wire [2:0]           ahead;
    wire [FLIT_BITS-1:0] word;
    order_checker #(
        .WIDTH(FLIT_BITS),
        .COUNT_BITS(3)
    ) u_order (
        .clk(clk),
        .rst(rst),
        .put(in_valid[from] && in_ready[from] && goes(flit_in, to)),
        .put_word(masked(flit_in, to)),
        .take(out_valid[to] && out_ready[to] && flit_out[2:0] == from),
        .take_word(flit_out),
        .inside(inside),
        .is_tracked(is_tracked),
        .ahead(ahead),
        .word(word)
    );
    hold_checker #(
        .WIDTH(FLIT_BITS)
    ) u_hold (
        .clk(clk),
        .rst(rst),
        .valid(out_valid[to]),
        .ready(out_ready[to]),
        .payload(flit_out)
    );

    integer side;
    always @* begin
        assume (from < 3'd5 && to < 3'd5);
        for (side = 0; side < 5; side = side + 1) assume (in_flit[side*FLIT_BITS+:3] == side);
        if (started) begin
            if (is_empty) assert (inside == 3'd0);
            if (front_goes) assert (out_valid[to]);
            if (out_valid[to]) assert (goes(flit_out, to));
            // Invariants: what is inside is in the queue of that side; a front leaves it with its last side.
            assert (inside == {2'd0, front_goes} + {2'd0, second_goes});
            if (is_tracked) assert (word == (ahead == 3'd0 && front_goes ? masked(front, to) : masked(second, to)));
            for (side = 0; side < 5; side = side + 1) begin
                if (has_front[side]) assert (fronts[side*FLIT_BITS+:3] == side);
                if (has_second[side]) assert (seconds[side*FLIT_BITS+:3] == side);
            end
        end
    end
endmodule

`default_nettype wire
