// A mesh of 2 x 2 delivers: every flit comes to each of its destinations once, in the order of its source, and to nobody
// else; and when nothing more is injected, the mesh is empty within DRAIN cycles.
//
// Bounded: for INJECT cycles anything may be injected anywhere, and cores take or not as they like; then they take. For
// an arbitrary source (a core, or the control's events) and destination. The axon's low bits name the source.
`default_nettype none

module prove_mesh_delivery #(
    parameter INJECT = 2,
    parameter DRAIN = 12
) (
    input wire clk
);
    localparam AXON_BITS = 4;
    localparam FLIT_BITS = 4 + AXON_BITS;
    localparam [2:0] CONTROL = 3'd4;
    reg started;
    initial started = 1'b0;
    always @(posedge clk) started <= 1'b1;
    wire rst = !started;

    (* anyconst *) wire [2:0]             source; // looked at
    (* anyconst *) wire [1:0]             destination;
    (* anyseq *)   wire [3:0]             inject_valid;
    (* anyseq *)   wire [4*FLIT_BITS-1:0] inject_flit;
    (* anyseq *)   wire                   event_valid;
    (* anyseq *)   wire [FLIT_BITS-1:0]   event_flit;
    (* anyseq *)   wire [3:0]             local_ready;
    wire [3:0]             inject_ready;
    wire                   event_ready;
    wire [3:0]             local_valid;
    wire [4*FLIT_BITS-1:0] local_flit;
    wire                   is_empty;
    mesh_2x2 #(
        .AXON_BITS(AXON_BITS)
    ) u_mesh (
        .clk(clk),
        .rst(rst),
        .inject_valid(inject_valid),
        .inject_ready(inject_ready),
        .inject_flit(inject_flit),
        .event_valid(event_valid),
        .event_ready(event_ready),
        .event_flit(event_flit),
        .local_valid(local_valid),
        .local_ready(local_ready),
        .local_flit(local_flit),
        .is_empty(is_empty)
    );

    wire                   from_control = source == CONTROL;
    wire [FLIT_BITS-1:0]   flit_in = from_control ? event_flit : inject_flit[source[1:0]*FLIT_BITS+:FLIT_BITS];
    wire                   takes_in = from_control ? event_valid && event_ready : inject_valid[source[1:0]] && inject_ready[source[1:0]];
    wire [FLIT_BITS-1:0]   flit_out = local_flit[destination*FLIT_BITS+:FLIT_BITS];
    wire [3:0]             inside;
    order_checker #(
        .WIDTH(AXON_BITS),
        .COUNT_BITS(4)
    ) u_order (
        .clk(clk),
        .rst(rst),
        .put(takes_in && flit_in[AXON_BITS+destination]),
        .put_word(flit_in[AXON_BITS-1:0]),
        .take(local_valid[destination] && local_ready[destination] && flit_out[2:0] == source),
        .take_word(flit_out[AXON_BITS-1:0]),
        .inside(inside)
    );

    reg [5:0] cycle;
    always @(posedge clk) cycle <= rst ? 6'd0 : cycle + 6'd1;
    wire      drains = cycle >= INJECT;

    integer core;
    always @* begin
        assume (source <= CONTROL);
        for (core = 0; core < 4; core = core + 1) begin
            assume (inject_flit[core*FLIT_BITS+:3] == core && inject_flit[core*FLIT_BITS+AXON_BITS+:4] != 4'b0000);
        end
        assume (event_flit[2:0] == CONTROL && event_flit[AXON_BITS+:4] != 4'b0000);
        if (started) begin
            if (drains) assume (inject_valid == 4'b0000 && !event_valid && local_ready == 4'b1111);
            if (local_valid[destination]) assert (flit_out[AXON_BITS+:4] == 4'b0001 << destination);
            if (is_empty) assert (inside == 4'd0);
            if (cycle >= INJECT + DRAIN) assert (is_empty);
            cover (cycle == INJECT + 4 && !is_empty);
        end
    end
endmodule

`default_nettype wire
