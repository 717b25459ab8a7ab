// weight_fetch: words and weights each in their order, nothing lost or doubled, whatever the memory's latency; never more asked
// for than finds room; a word is offered as soon as its weights are there and it was asked for three cycles before.
//
// By induction. The memory answers any number of cycles after the request, in order: the k-th weights are those of the k-th
// word because both streams keep their order and nothing is given before it was answered.
`default_nettype none

module prove_weight_fetch #(
    parameter WIDTH = 2,
    parameter DEPTH = 4
) (
    input wire clk
);
    localparam [2:0] NONE = 3'd0;
    reg started;
    initial started = 1'b0;
    always @(posedge clk) started <= 1'b1;
    wire rst = !started;

    (* anyseq *) wire             want_valid;
    (* anyseq *) wire [1:0]       want_address;
    (* anyseq *) wire [WIDTH-1:0] want_beside;
    (* anyseq *) wire             request_ready;
    (* anyseq *) wire             answer_valid;
    (* anyseq *) wire [WIDTH-1:0] answer_data;
    (* anyseq *) wire             word_ready;
    wire                          want_ready;
    wire                          request_valid;
    wire [1:0]                    request_address;
    wire                          word_valid;
    wire [WIDTH-1:0]              word_beside;
    wire [WIDTH-1:0]              weights;
    wire                          is_empty;
    weight_fetch #(
        .WEIGHT_BITS(WIDTH),
        .ADDRESS_BITS(2),
        .BESIDE_BITS(WIDTH),
        .DEPTH(DEPTH)
    ) u_fetch (
        .clk(clk),
        .rst(rst),
        .want_valid(want_valid),
        .want_ready(want_ready),
        .want_address(want_address),
        .want_beside(want_beside),
        .request_valid(request_valid),
        .request_ready(request_ready),
        .request_address(request_address),
        .answer_valid(answer_valid),
        .answer_data(answer_data),
        .word_valid(word_valid),
        .word_ready(word_ready),
        .word_beside(word_beside),
        .weights(weights),
        .is_empty(is_empty)
    );
    wire asks = request_valid && request_ready;
    wire takes = word_valid && word_ready;

    // A word that is wanted stays wanted until its request is taken.
    reg       must_want;
    reg [1:0] wanted;
    always @(posedge clk) begin
        must_want <= started && want_valid && !want_ready;
        wanted <= want_address;
    end

    // The weights of a word taken come two cycles later.
    reg taken_1;
    reg taken_2;
    always @(posedge clk) begin
        taken_1 <= started && takes;
        taken_2 <= started && taken_1;
    end

    wire [2:0]       words_inside;
    wire             word_tracked;
    wire [2:0]       word_ahead;
    wire [WIDTH-1:0] word_put;
    order_checker #(
        .WIDTH(WIDTH),
        .COUNT_BITS(3)
    ) u_words (
        .clk(clk),
        .rst(rst),
        .put(asks),
        .put_word(want_beside),
        .take(takes),
        .take_word(word_beside),
        .inside(words_inside),
        .is_tracked(word_tracked),
        .ahead(word_ahead),
        .word(word_put)
    );
    wire [2:0]       weights_inside;
    wire             weights_tracked;
    wire [2:0]       weights_ahead;
    wire [WIDTH-1:0] weights_put;
    order_checker #(
        .WIDTH(WIDTH),
        .COUNT_BITS(3)
    ) u_weights (
        .clk(clk),
        .rst(rst),
        .put(answer_valid),
        .put_word(answer_data),
        .take(taken_2),
        .take_word(weights),
        .inside(weights_inside),
        .is_tracked(weights_tracked),
        .ahead(weights_ahead),
        .word(weights_put)
    );
    hold_checker #(
        .WIDTH(2)
    ) u_hold_request (
        .clk(clk),
        .rst(rst),
        .valid(request_valid),
        .ready(request_ready),
        .payload(request_address)
    );
    hold_checker #(
        .WIDTH(WIDTH)
    ) u_hold_word (
        .clk(clk),
        .rst(rst),
        .valid(word_valid),
        .ready(word_ready),
        .payload(word_beside)
    );

    // Inside: flattening connects these names.
    (* hierconn *) wire [2:0] \u_fetch.asked_pointer ;
    (* hierconn *) wire [2:0] \u_fetch.read_pointer ;
    (* hierconn *) wire [1:0] \u_fetch.answer_pointer ;
    (* hierconn *) wire [1:0] \u_fetch.taken_pointer ;
    (* hierconn *) wire [2:0] \u_fetch.used ;
    (* hierconn *) wire [2:0] \u_fetch.stored ;
    (* hierconn *) wire \u_fetch.is_stored ;
    (* hierconn *) wire \u_fetch.fetched ;
    (* hierconn *) wire \u_fetch.held ;
    (* hierconn *) wire [WIDTH-1:0] \u_fetch.u_words.fetched ;
    (* hierconn *) wire [WIDTH-1:0] \u_fetch.u_words.memory[0] ;
    (* hierconn *) wire [WIDTH-1:0] \u_fetch.u_words.memory[1] ;
    (* hierconn *) wire [WIDTH-1:0] \u_fetch.u_words.memory[2] ;
    (* hierconn *) wire [WIDTH-1:0] \u_fetch.u_words.memory[3] ;
    (* hierconn *) wire [WIDTH-1:0] \u_fetch.u_weights.fetched ;
    (* hierconn *) wire [WIDTH-1:0] \u_fetch.u_weights.memory[0] ;
    (* hierconn *) wire [WIDTH-1:0] \u_fetch.u_weights.memory[1] ;
    (* hierconn *) wire [WIDTH-1:0] \u_fetch.u_weights.memory[2] ;
    (* hierconn *) wire [WIDTH-1:0] \u_fetch.u_weights.memory[3] ;
    wire [4*WIDTH-1:0] words = {\u_fetch.u_words.memory[3] , \u_fetch.u_words.memory[2] ,
                                \u_fetch.u_words.memory[1] , \u_fetch.u_words.memory[0] };
    wire [4*WIDTH-1:0] stored_weights = {\u_fetch.u_weights.memory[3] , \u_fetch.u_weights.memory[2] ,
                                         \u_fetch.u_weights.memory[1] , \u_fetch.u_weights.memory[0] };

    // Where the tracked ones are: how far behind the registers in front of the ring.
    wire [2:0]       unread = \u_fetch.asked_pointer - \u_fetch.read_pointer ;
    wire [2:0]       words_before = {2'd0, \u_fetch.fetched } + {2'd0, \u_fetch.held };
    wire [2:0]       word_place = \u_fetch.read_pointer + word_ahead - words_before;
    wire [WIDTH-1:0] tracked_word = \u_fetch.held && word_ahead == NONE ? word_beside
                                    : word_ahead < words_before ? \u_fetch.u_words.fetched
                                    : words[word_place[1:0]*WIDTH+:WIDTH];
    wire [2:0]       weights_before = {2'd0, taken_1} + {2'd0, taken_2};
    wire [2:0]       weights_place = {1'b0, \u_fetch.taken_pointer } + weights_ahead - weights_before;
    wire [WIDTH-1:0] tracked_weights = taken_2 && weights_ahead == NONE ? weights
                                       : weights_ahead < weights_before ? \u_fetch.u_weights.fetched
                                       : stored_weights[weights_place[1:0]*WIDTH+:WIDTH];
    wire [2:0]       stored = weights_inside - weights_before;
    wire [1:0]       answered_place = \u_fetch.taken_pointer + stored[1:0];
    wire [1:0]       asked_place = \u_fetch.taken_pointer + words_inside[1:0];

    // Cycles since the last request, as many as matter.
    reg [1:0] quiet;
    always @(posedge clk) begin
        quiet <= asks ? 2'd0 : quiet == 2'd2 ? 2'd2 : quiet + 2'd1;
        if (rst) quiet <= 2'd2;
    end

    always @* begin
        if (started) begin
            if (must_want) assume (want_valid && want_address == wanted);
            // The memory answers what it was asked.
            if (answer_valid) assume (stored < words_inside);
            assert (words_inside <= DEPTH);
            assert (is_empty == (words_inside == NONE));
            assert (request_valid == (want_valid && words_inside != DEPTH));
            assert (want_ready == (request_ready && words_inside != DEPTH));
            if (stored != NONE && (quiet == 2'd2 || words_inside > 3'd2)) assert (word_valid);
            if (word_valid) assert (stored != NONE);
            // Invariants.
            assert (weights_inside <= 3'd6 && weights_before <= weights_inside);
            assert (stored <= words_inside);
            assert (\u_fetch.used == words_inside);
            assert (\u_fetch.stored == stored);
            assert (\u_fetch.is_stored == (stored != NONE));
            assert (words_inside == unread + words_before);
            assert (unread <= DEPTH);
            assert (\u_fetch.asked_pointer [1:0] == asked_place);
            assert (\u_fetch.answer_pointer == answered_place);
            // Whatever was asked for before the last cycle is fetched, before the last two held.
            if (words_inside != NONE && !\u_fetch.held ) begin
                assert (quiet != 2'd2 && words_inside <= 3'd2);
                if (\u_fetch.fetched ) assert (words_inside == 3'd1 ? quiet == 2'd1 : quiet == 2'd0);
                else assert (words_inside == 3'd1 && quiet == 2'd0);
            end
            if (unread != NONE && !\u_fetch.fetched ) assert (quiet == 2'd0 && unread == 3'd1);
            if (word_tracked) assert (tracked_word == word_put);
            if (weights_tracked) assert (tracked_weights == weights_put);
            cover (taken_2 && words_inside == DEPTH);
            cover (stored == DEPTH);
        end
    end
endmodule

`default_nettype wire
