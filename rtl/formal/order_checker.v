// Watches a stream go in and come out: what comes out is what went in, in order, nothing lost, invented or doubled.
//
// Instead of a copy of the whole stream it remembers one word: the prover chooses which (`tracks`), so what holds for it
// holds for all. `inside` counts the words that are in, `ahead` those before the tracked one.
//   take of a tracked word with none ahead:  the word is the one put
//   any take:                                something is inside
// That a word comes out at all is for whoever instantiates it to claim, from `inside`.
// Not synthesised: proofs only (README.md in rtl/, "Proofs"). A word may not be put and taken in one cycle.
`default_nettype none

module order_checker #(
    parameter WIDTH = 8,
    parameter COUNT_BITS = 4 // of the words inside
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire                  put,
    input  wire [WIDTH-1:0]      put_word,
    input  wire                  take,
    input  wire [WIDTH-1:0]      take_word,
    output reg  [COUNT_BITS-1:0] inside,
    output reg                   is_tracked,
    output reg  [COUNT_BITS-1:0] ahead,
    output reg  [WIDTH-1:0]      word
);
    localparam [COUNT_BITS-1:0] NONE = 0;
    localparam [COUNT_BITS-1:0] ONE = 1;
    (* anyseq *) wire tracks;

    always @(posedge clk) begin
        inside <= inside + (put ? ONE : NONE) - (take ? ONE : NONE);
        if (is_tracked && take) begin
            if (ahead == NONE) is_tracked <= 1'b0;
            ahead <= ahead - ONE;
        end
        if (put && !is_tracked && tracks) begin
            is_tracked <= 1'b1;
            ahead <= inside - (take ? ONE : NONE);
            word <= put_word;
        end
        if (rst) begin
            inside <= NONE;
            is_tracked <= 1'b0;
        end
    end

    always @* begin
        if (!rst) begin
            if (take) assert (inside != NONE);
            if (take && is_tracked && ahead == NONE) assert (take_word == word);
            if (is_tracked) assert (ahead < inside);
            cover (is_tracked && take && ahead == NONE);
        end
    end
endmodule

`default_nettype wire
