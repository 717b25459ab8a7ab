// Watches a stream: what is offered stays offered, and stays the same, until it is taken.
//
// Not synthesised: proofs only (README.md in rtl/, "Proofs").
`default_nettype none

module hold_checker #(
    parameter WIDTH = 8
) (
    input  wire             clk,
    input  wire             rst,
    input  wire             valid,
    input  wire             ready,
    input  wire [WIDTH-1:0] payload
);
    reg             must_hold;
    reg [WIDTH-1:0] held;

    always @(posedge clk) begin
        must_hold <= !rst && valid && !ready;
        held <= payload;
    end

    always @* begin
        if (!rst && must_hold) begin
            assert (valid);
            assert (payload == held);
        end
        cover (!rst && must_hold && ready);
    end
endmodule

`default_nettype wire
