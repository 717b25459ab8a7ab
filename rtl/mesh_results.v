// One stream of results from those of all cores: the lowest core that has one goes first.
//
// A spike's number becomes core x neurons of a core + neuron; everything else passes as it is. A core's results keep their
// order. Nothing starves: a timestep has finitely many, and the next one waits for them. Combinational.
// Software twin and test: test/rtl/core/mesh.test.ts.
`default_nettype none

module mesh_results #(
    parameter CORES = 4,
    parameter NEURON_BITS = 9 // bits of a neuron's number in its core
) (
    input  wire [CORES-1:0]    core_valid,
    output wire [CORES-1:0]    core_ready,
    input  wire [3*CORES-1:0]  core_kind,
    input  wire [32*CORES-1:0] core_data,
    output wire                valid,
    input  wire                ready,
    output reg  [2:0]          kind,
    output reg  [31:0]         data
);
    localparam [2:0] RESULT_SPIKE = 3'd0;
    localparam [CORES-1:0] ONE = 1;

    wire [CORES-1:0] first = core_valid & (~core_valid + ONE);
    assign core_ready = first & {CORES{ready}};
    assign valid = |core_valid;

    integer core;
    always @* begin
        kind = 3'd0;
        data = 32'd0;
        for (core = 0; core < CORES; core = core + 1) begin
            if (first[core]) begin
                kind = kind | core_kind[3*core+:3];
                data = data | core_data[32*core+:32];
                if (core_kind[3*core+:3] == RESULT_SPIKE) data = data | core << NEURON_BITS;
            end
        end
    end
endmodule

`default_nettype wire
