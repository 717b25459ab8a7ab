// Fetches the weights of the walker's words from a memory outside the core, ahead of their time.
//
//   word {group, slot, exponent, address} -> request {address} ....latency.... answer {weights} -> word {group, slot, exponent},
//                                                                                                 its weights two cycles later
//
// Requests run ahead of what the core adds, through the neuron phase too, but never by more than DEPTH: a request is made
// only when its answer has a place here, so the memory needs no ready for answers. It answers every request, in order, after
// one cycle or any number of them; nothing depends on how many.
//
//   request --> ring of {group, slot, exponent} --> | RAM | register | --> word, when its weights are there
//   answer  --> ring of weights; the word that is taken reads it: stage 0 its address, stage 2 its weights
//
// Sustains a word a cycle if the memory does and DEPTH covers the memory's latency and two cycles more. A word alone takes
// as long as the memory, one cycle more at least, three at the least. `weights` come two cycles after the cycle in which the
// word was taken (word_valid && word_ready). Reset empties it, and forgets what was asked: the memory has the same reset.
// Software twin: a map over the words; test: test/rtl/modules/weights.test.ts; proof: rtl/formal/prove_weight_fetch.v.
`default_nettype none

module weight_fetch #(
    parameter WEIGHT_BITS = 128, // of a weight word: LANES weights
    parameter ADDRESS_BITS = 10, // bits of the number of a weight word
    parameter BESIDE_BITS = 11,  // bits of what travels with a word: group, slot, exponent
    parameter DEPTH = 16         // words asked for and not yet taken, at most; a power of two >= 2
) (
    input  wire                    clk,
    input  wire                    rst,
    // what is wanted
    input  wire                    want_valid,
    output wire                    want_ready,
    input  wire [ADDRESS_BITS-1:0] want_address,
    input  wire [BESIDE_BITS-1:0]  want_beside,
    // the memory outside
    output wire                    request_valid,
    input  wire                    request_ready,
    output wire [ADDRESS_BITS-1:0] request_address,
    input  wire                    answer_valid,
    input  wire [WEIGHT_BITS-1:0]  answer_data,
    // words whose weights are there
    output wire                    word_valid,
    input  wire                    word_ready,
    output wire [BESIDE_BITS-1:0]  word_beside,
    output wire [WEIGHT_BITS-1:0]  weights,  // of the word taken two cycles before
    output reg                     is_empty  // nothing is asked for that was not taken
);
    localparam POINTER_BITS = $clog2(DEPTH);
    localparam [POINTER_BITS-1:0] ONE_PLACE = 1;
    localparam [POINTER_BITS:0] ONE = 1;

    generate
        if (DEPTH < 2 || (DEPTH & (DEPTH - 1)) != 0) begin : gen_illegal
            weight_fetch_DEPTH_must_be_a_power_of_two_of_at_least_2 u_illegal ();
        end
    endgenerate

    reg  [POINTER_BITS:0]   asked_pointer;  // of the next request
    reg  [POINTER_BITS:0]   read_pointer;   // of the next entry to be fetched from the ring
    reg  [POINTER_BITS-1:0] answer_pointer; // of the next answer
    reg  [POINTER_BITS-1:0] taken_pointer;  // of the next word to be taken
    reg  [POINTER_BITS:0]   used;           // asked for and not yet taken
    reg  [POINTER_BITS:0]   stored;         // answered and not yet taken
    reg                     is_stored;      // stored != 0: the lanes' stage 0 starts with it

    wire has_room = !used[POINTER_BITS];
    assign request_valid = want_valid && has_room;
    assign request_address = want_address;
    assign want_ready = request_ready && has_room;
    wire asks = request_valid && request_ready;

    // The words, in the order of their requests. The RAM is never written where it is read: what is read was asked for in an
    // earlier cycle, and what is written has no more than DEPTH - 1 before it.
    reg  fetched;
    reg  held;
    wire takes = word_valid && word_ready;
    wire held_moves = !held || takes;
    wire fetched_moves = !fetched || held_moves;
    wire reads = asked_pointer != read_pointer && fetched_moves;
    ram_1r1w #(
        .WIDTH(BESIDE_BITS),
        .DEPTH(DEPTH)
    ) u_words (
        .clk(clk),
        .write_enable(asks),
        .write_address(asked_pointer[POINTER_BITS-1:0]),
        .write_data(want_beside),
        .read_enable(reads),
        .read_address(read_pointer[POINTER_BITS-1:0]),
        .advance(held_moves),
        .clear(1'b0),
        .read_data(word_beside)
    );
    assign word_valid = held && is_stored;

    // The weights; likewise, a word that is taken was answered in an earlier cycle.
    ram_1r1w #(
        .WIDTH(WEIGHT_BITS),
        .DEPTH(DEPTH)
    ) u_weights (
        .clk(clk),
        .write_enable(answer_valid),
        .write_address(answer_pointer),
        .write_data(answer_data),
        .read_enable(takes),
        .read_address(taken_pointer),
        .advance(1'b1),
        .clear(1'b0),
        .read_data(weights)
    );

    always @(posedge clk) begin
        if (asks) asked_pointer <= asked_pointer + ONE;
        if (reads) read_pointer <= read_pointer + ONE;
        if (answer_valid) answer_pointer <= answer_pointer + ONE_PLACE;
        if (takes) taken_pointer <= taken_pointer + ONE_PLACE;
        if (fetched_moves) fetched <= reads;
        if (held_moves) held <= fetched;
        if (asks && !takes) begin
            used <= used + ONE;
            is_empty <= 1'b0;
        end
        if (takes && !asks) begin
            used <= used - ONE;
            is_empty <= used == ONE;
        end
        if (answer_valid && !takes) begin
            stored <= stored + ONE;
            is_stored <= 1'b1;
        end
        if (takes && !answer_valid) begin
            stored <= stored - ONE;
            is_stored <= stored != ONE;
        end
        if (rst) begin
            asked_pointer <= {(POINTER_BITS + 1) {1'b0}};
            read_pointer <= {(POINTER_BITS + 1) {1'b0}};
            answer_pointer <= {POINTER_BITS{1'b0}};
            taken_pointer <= {POINTER_BITS{1'b0}};
            used <= {(POINTER_BITS + 1) {1'b0}};
            stored <= {(POINTER_BITS + 1) {1'b0}};
            is_stored <= 1'b0;
            fetched <= 1'b0;
            held <= 1'b0;
            is_empty <= 1'b1;
        end
    end
endmodule

`default_nettype wire
