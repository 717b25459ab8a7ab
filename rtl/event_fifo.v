// A short queue; first word falls through.
//
// in_ready is low only when it is full, out_valid only when it is empty; a word is seen at the output in the cycle after
// it was taken. Sustains a word a cycle. Reset empties it.
// Software twin: a queue; test: test/rtl/modules/streams.test.ts.
`default_nettype none

module event_fifo #(
    parameter WIDTH = 16, // bits of a word
    parameter DEPTH = 4   // words, a power of two >= 2
) (
    input  wire             clk,
    input  wire             rst,
    input  wire             in_valid,
    output wire             in_ready,
    input  wire [WIDTH-1:0] in_word,
    output wire             out_valid,
    input  wire             out_ready,
    output wire [WIDTH-1:0] out_word
);
    localparam POINTER_BITS = $clog2(DEPTH);
    localparam [POINTER_BITS:0] ONE = {{POINTER_BITS{1'b0}}, 1'b1};

    generate
        if (DEPTH < 2 || (DEPTH & (DEPTH - 1)) != 0) begin : gen_illegal
            event_fifo_DEPTH_must_be_a_power_of_two_of_at_least_2 u_illegal ();
        end
    endgenerate

    // A few words in flip-flops: a block RAM's output would reach the axon table unregistered.
    (* ram_style = "logic" *)
    reg [WIDTH-1:0]      words [0:DEPTH-1];
    reg [POINTER_BITS:0] write_pointer;
    reg [POINTER_BITS:0] read_pointer;

    wire [POINTER_BITS:0] used = write_pointer - read_pointer;

    assign in_ready = !used[POINTER_BITS];
    assign out_valid = used != {(POINTER_BITS + 1) {1'b0}};
    assign out_word = words[read_pointer[POINTER_BITS-1:0]];

    always @(posedge clk) begin
        if (in_valid && in_ready) begin
            words[write_pointer[POINTER_BITS-1:0]] <= in_word;
            write_pointer <= write_pointer + ONE;
        end
        if (out_valid && out_ready) read_pointer <= read_pointer + ONE;
        if (rst) begin
            write_pointer <= {(POINTER_BITS + 1) {1'b0}};
            read_pointer <= {(POINTER_BITS + 1) {1'b0}};
        end
    end
endmodule

`default_nettype wire
