// A router of the mesh: takes a spike from any of five sides and gives it to every side behind which a destination lies.
//
// A flit is {destinations, axon}: one bit a core, and the axon row that the spike has in all of them. It travels along its
// row first, then along a column, and is copied where ways part:
//
//   to a side     the flit's destinations       side     holds the cores
//   local         this core                     east     of columns > X, any row
//   north         rows < Y of this column       west     of columns < X, any row
//   south         rows > Y of this column
//
// Each side has a queue of two flits. The one in front leaves by all its sides, each as soon as it is free; sides served
// are remembered, and the flit is gone when all are. A side serves its askers in turn, and keeps to one until it is taken.
// Deadlock: queues wait for queues further along the row, or of a column, and those for others further along; the last one
// waits for a core, which always takes its events in the end (snn_core.v). Nothing is ever dropped.
// Latency: a cycle a hop; a flit a cycle and side. Reset empties it.
// Software twin and test: test/rtl/modules/router.test.ts.
`default_nettype none

module mesh_router #(
    parameter COLUMNS = 2,   // of the mesh
    parameter ROWS = 2,
    parameter X = 0,         // this router's column
    parameter Y = 0,         // and row
    parameter AXON_BITS = 8, // bits of an axon's number
    parameter CORES = COLUMNS * ROWS,
    parameter FLIT_BITS = CORES + AXON_BITS
) (
    input  wire                   clk,
    input  wire                   rst,
    // sides: 0 local, 1 east, 2 west, 3 north, 4 south
    input  wire [4:0]             in_valid,
    output wire [4:0]             in_ready,
    input  wire [5*FLIT_BITS-1:0] in_flit,
    output wire [4:0]             out_valid,
    input  wire [4:0]             out_ready,
    output wire [5*FLIT_BITS-1:0] out_flit,
    output wire                   is_empty
);
    localparam SIDES = 5;

    // Cores behind each side.
    function [CORES-1:0] behind;
        input integer side;
        integer core, x, y;
        begin
            behind = {CORES{1'b0}};
            for (core = 0; core < CORES; core = core + 1) begin
                x = core % COLUMNS;
                y = core / COLUMNS;
                case (side)
                    0: behind[core] = x == X && y == Y;
                    1: behind[core] = x > X;
                    2: behind[core] = x < X;
                    3: behind[core] = x == X && y < Y;
                    default: behind[core] = x == X && y > Y;
                endcase
            end
        end
    endfunction

    wire [SIDES-1:0] queue_valid;
    wire [SIDES-1:0] leaves;           // the flit in front of each queue goes in this cycle
    wire [SIDES*FLIT_BITS-1:0] fronts;
    // [from * SIDES + to]
    wire [SIDES*SIDES-1:0] wants;
    wire [SIDES*SIDES-1:0] granted;

    assign is_empty = queue_valid == {SIDES{1'b0}};

    genvar from, to;
    generate
        for (from = 0; from < SIDES; from = from + 1) begin : gen_in
            event_fifo #(
                .WIDTH(FLIT_BITS),
                .DEPTH(2)
            ) u_queue (
                .clk(clk),
                .rst(rst),
                .in_valid(in_valid[from]),
                .in_ready(in_ready[from]),
                .in_word(in_flit[from*FLIT_BITS+:FLIT_BITS]),
                .out_valid(queue_valid[from]),
                .out_ready(leaves[from]),
                .out_word(fronts[from*FLIT_BITS+:FLIT_BITS])
            );

            reg  [SIDES-1:0] served;
            wire [SIDES-1:0] asks = wants[from*SIDES+:SIDES];
            wire [SIDES-1:0] taken = granted[from*SIDES+:SIDES] & out_ready;
            assign leaves[from] = queue_valid[from] && (asks & ~taken) == {SIDES{1'b0}};
            always @(posedge clk) begin
                served <= leaves[from] ? {SIDES{1'b0}} : served | taken;
                if (rst) served <= {SIDES{1'b0}};
            end
            for (to = 0; to < SIDES; to = to + 1) begin : gen_want
                localparam [CORES-1:0] BEHIND = behind(to);
                assign wants[from*SIDES+to] = queue_valid[from] && !served[to] && |(fronts[from*FLIT_BITS+AXON_BITS+:CORES] & BEHIND);
            end
        end

        for (to = 0; to < SIDES; to = to + 1) begin : gen_out
            localparam [CORES-1:0] BEHIND = behind(to);
            wire [SIDES-1:0] askers;
            wire [SIDES-1:0] chosen;
            mesh_turns #(
                .ASKERS(SIDES)
            ) u_turns (
                .clk(clk),
                .rst(rst),
                .askers(askers),
                .is_taken(out_ready[to]),
                .chosen(chosen)
            );
            assign out_valid[to] = |askers;
            reg [FLIT_BITS-1:0] flit;
            integer side;
            always @* begin
                flit = {FLIT_BITS{1'b0}};
                for (side = 0; side < SIDES; side = side + 1) if (chosen[side]) flit = flit | fronts[side*FLIT_BITS+:FLIT_BITS];
            end
            assign out_flit[to*FLIT_BITS+:FLIT_BITS] = {flit[AXON_BITS+:CORES] & BEHIND, flit[AXON_BITS-1:0]};
            for (from = 0; from < SIDES; from = from + 1) begin : gen_asker
                assign askers[from] = wants[from*SIDES+to];
                assign granted[from*SIDES+to] = chosen[from];
            end
        end
    endgenerate
endmodule

`default_nettype wire
