// Four routers wired as snn_mesh.v wires its nodes, with what is around them left open: a core injects by its router's local
// side and takes there; the control's events come in by the west of core 0. With it, what always holds of the flits:
//
//   in the queue of      lie flits for
//   local                anyone
//   east, west           cores of this column and further along
//   north, south         cores of this column, this row and further along
//   any                  at least one core; nothing leaves the mesh by its edge
//
// Not synthesised: proofs only (README.md in rtl/, "Proofs").
`default_nettype none

module mesh_2x2 #(
    parameter AXON_BITS = 4,
    parameter FLIT_BITS = 4 + AXON_BITS
) (
    input  wire                   clk,
    input  wire                   rst,
    input  wire [3:0]             inject_valid,
    output wire [3:0]             inject_ready,
    input  wire [4*FLIT_BITS-1:0] inject_flit,
    input  wire                   event_valid,
    output wire                   event_ready,
    input  wire [FLIT_BITS-1:0]   event_flit,
    output wire [3:0]             local_valid,
    input  wire [3:0]             local_ready,
    output wire [4*FLIT_BITS-1:0] local_flit,
    output wire                   is_empty,
    output wire                   something_moves // a flit goes to the next router, or to its core
);
    localparam CORES = 4;
    localparam SIDES = 5;

    wire [SIDES*CORES-1:0]           in_valid;
    wire [SIDES*CORES-1:0]           in_ready;
    wire [SIDES*CORES*FLIT_BITS-1:0] in_flit;
    wire [SIDES*CORES-1:0]           out_valid;
    wire [SIDES*CORES-1:0]           out_ready;
    wire [SIDES*CORES*FLIT_BITS-1:0] out_flit;
    wire [CORES-1:0]                 is_router_empty;
    assign is_empty = &is_router_empty;
    assign something_moves = |(out_valid & out_ready);

    genvar core, side;
    generate
        for (core = 0; core < CORES; core = core + 1) begin : gen_core
            localparam X = core % 2;
            localparam Y = core / 2;
            localparam [CORES-1:0] COLUMN = X == 0 ? 4'b0101 : 4'b1010;
            localparam [CORES-1:0] ROW = Y == 0 ? 4'b0011 : 4'b1100;
            wire [SIDES-1:0]           has_front;
            wire [SIDES-1:0]           has_second;
            wire [SIDES*FLIT_BITS-1:0] fronts;
            wire [SIDES*FLIT_BITS-1:0] seconds;
            wire [SIDES*SIDES-1:0]     served;
            watched_router #(
                .COLUMNS(2),
                .ROWS(2),
                .X(X),
                .Y(Y),
                .AXON_BITS(AXON_BITS)
            ) u_watched (
                .clk(clk),
                .rst(rst),
                .in_valid(in_valid[SIDES*core+:SIDES]),
                .in_ready(in_ready[SIDES*core+:SIDES]),
                .in_flit(in_flit[SIDES*core*FLIT_BITS+:SIDES*FLIT_BITS]),
                .out_valid(out_valid[SIDES*core+:SIDES]),
                .out_ready(out_ready[SIDES*core+:SIDES]),
                .out_flit(out_flit[SIDES*core*FLIT_BITS+:SIDES*FLIT_BITS]),
                .is_empty(is_router_empty[core]),
                .has_front(has_front),
                .has_second(has_second),
                .fronts(fronts),
                .seconds(seconds),
                .served(served)
            );

            assign in_valid[SIDES*core] = inject_valid[core];
            assign in_flit[SIDES*core*FLIT_BITS+:FLIT_BITS] = inject_flit[core*FLIT_BITS+:FLIT_BITS];
            assign inject_ready[core] = in_ready[SIDES*core];
            assign local_valid[core] = out_valid[SIDES*core];
            assign local_flit[core*FLIT_BITS+:FLIT_BITS] = out_flit[SIDES*core*FLIT_BITS+:FLIT_BITS];
            assign out_ready[SIDES*core] = local_ready[core];

            // Sides 1 east, 2 west, 3 north, 4 south; a neighbour looks back by the opposite one.
            for (side = 1; side < SIDES; side = side + 1) begin : gen_side
                localparam HAS_NEIGHBOUR = side == 1 ? X == 0 : side == 2 ? X == 1 : side == 3 ? Y == 1 : Y == 0;
                localparam NEIGHBOUR = side == 1 ? core + 1 : side == 2 ? core - 1 : side == 3 ? core - 2 : core + 2;
                localparam BACK = SIDES * NEIGHBOUR + (side == 1 ? 2 : side == 2 ? 1 : side == 3 ? 4 : 3);
                localparam HERE = SIDES * core + side;
                if (HAS_NEIGHBOUR) begin : gen_neighbour
                    assign in_valid[HERE] = out_valid[BACK];
                    assign in_flit[HERE*FLIT_BITS+:FLIT_BITS] = out_flit[BACK*FLIT_BITS+:FLIT_BITS];
                    assign out_ready[HERE] = in_ready[BACK];
                end else begin : gen_edge
                    assign in_valid[HERE] = HERE == 2 && event_valid;
                    assign in_flit[HERE*FLIT_BITS+:FLIT_BITS] = event_flit;
                    assign out_ready[HERE] = 1'b1;
                    if (HERE == 2) begin : gen_events
                        assign event_ready = in_ready[HERE];
                    end
                    always @* if (!rst) assert (!out_valid[HERE]);
                end
            end

            for (side = 0; side < SIDES; side = side + 1) begin : gen_queue
                // Behind each side, and who may be meant by a flit of this queue.
                localparam [CORES-1:0] EAST = X == 0 ? 4'b1010 : 4'b0000;
                localparam [CORES-1:0] WEST = X == 1 ? 4'b0101 : 4'b0000;
                localparam [CORES-1:0] MEANT = side == 0 ? 4'b1111 : side == 1 ? COLUMN | WEST : side == 2 ? COLUMN | EAST
                                             : side == 3 ? (Y == 0 ? COLUMN : COLUMN & ROW) : (Y == 1 ? COLUMN : COLUMN & ROW);
                wire [CORES-1:0] front = fronts[side*FLIT_BITS+AXON_BITS+:CORES];
                wire [CORES-1:0] second = seconds[side*FLIT_BITS+AXON_BITS+:CORES];
                wire [CORES-1:0] gone = (served[SIDES*side] ? COLUMN & ROW : 4'b0000) | (served[SIDES*side+1] ? EAST : 4'b0000)
                                      | (served[SIDES*side+2] ? WEST : 4'b0000) | (served[SIDES*side+3] && Y == 1 ? COLUMN & ~ROW : 4'b0000)
                                      | (served[SIDES*side+4] && Y == 0 ? COLUMN & ~ROW : 4'b0000);
                always @* begin
                    if (!rst) begin
                        if (has_front[side]) assert ((front & ~MEANT) == 4'b0000 && (front & ~gone) != 4'b0000);
                        if (has_second[side]) assert ((second & ~MEANT) == 4'b0000 && second != 4'b0000);
                    end
                end
            end
        end
    endgenerate
endmodule

`default_nettype wire
