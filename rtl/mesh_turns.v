// Chooses one of several that ask, each in turn, and keeps to it until it is taken.
//
//   chosen = the first asker from `turn` on, around; after a take, `turn` is the one behind the chosen
//
// An asker must ask until it is taken. Combinational; a choice costs no cycle. Reset starts with the first.
// Software twin and test: test/rtl/modules/router.test.ts.
`default_nettype none

module mesh_turns #(
    parameter ASKERS = 5
) (
    input  wire              clk,
    input  wire              rst,
    input  wire [ASKERS-1:0] askers,
    input  wire              is_taken,
    output wire [ASKERS-1:0] chosen
);
    reg [ASKERS-1:0] behind; // those from `turn` on
    reg [ASKERS-1:0] kept;   // chosen and not taken yet

    wire [ASKERS-1:0] later = askers & behind;
    wire [ASKERS-1:0] first = lowest(later == {ASKERS{1'b0}} ? askers : later);
    assign chosen = kept == {ASKERS{1'b0}} ? first : kept;

    function [ASKERS-1:0] lowest;
        input [ASKERS-1:0] bits;
        lowest = bits & (~bits + {{(ASKERS - 1) {1'b0}}, 1'b1});
    endfunction

    always @(posedge clk) begin
        kept <= is_taken ? {ASKERS{1'b0}} : chosen;
        // All bits above the chosen one.
        if (is_taken && chosen != {ASKERS{1'b0}}) behind <= ~(chosen | (chosen - {{(ASKERS - 1) {1'b0}}, 1'b1}));
        if (rst) begin
            kept <= {ASKERS{1'b0}};
            behind <= {ASKERS{1'b1}};
        end
    end
endmodule

`default_nettype wire
