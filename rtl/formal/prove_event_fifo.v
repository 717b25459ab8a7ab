// event_fifo: order, nothing lost or doubled, hold until ready, never more than DEPTH words; full and empty are said as they are.
//
// By induction: the tracked word lies `ahead` words behind the read pointer.
`default_nettype none

module prove_event_fifo #(
    parameter WIDTH = 4,
    parameter DEPTH = 4
) (
    input wire clk
);
    localparam POINTER_BITS = $clog2(DEPTH);
    localparam [POINTER_BITS:0] NONE = 0;
    reg started;
    initial started = 1'b0;
    always @(posedge clk) started <= 1'b1;
    wire rst = !started;

    (* anyseq *) wire             in_valid;
    (* anyseq *) wire [WIDTH-1:0] in_word;
    (* anyseq *) wire             out_ready;
    wire                          in_ready;
    wire                          out_valid;
    wire [WIDTH-1:0]              out_word;
    event_fifo #(
        .WIDTH(WIDTH),
        .DEPTH(DEPTH)
    ) u_fifo (
        .clk(clk),
        .rst(rst),
        .in_valid(in_valid),
        .in_ready(in_ready),
        .in_word(in_word),
        .out_valid(out_valid),
        .out_ready(out_ready),
        .out_word(out_word)
    );

    wire [POINTER_BITS:0] inside;
    wire                  is_tracked;
    wire [POINTER_BITS:0] ahead;
    wire [WIDTH-1:0]      word;
    order_checker #(
        .WIDTH(WIDTH),
        .COUNT_BITS(POINTER_BITS + 1)
    ) u_order (
        .clk(clk),
        .rst(rst),
        .put(in_valid && in_ready),
        .put_word(in_word),
        .take(out_valid && out_ready),
        .take_word(out_word),
        .inside(inside),
        .is_tracked(is_tracked),
        .ahead(ahead),
        .word(word)
    );
    hold_checker #(
        .WIDTH(WIDTH)
    ) u_hold (
        .clk(clk),
        .rst(rst),
        .valid(out_valid),
        .ready(out_ready),
        .payload(out_word)
    );

    // Inside the queue: flattening connects these names.
    (* hierconn *) wire [POINTER_BITS:0] \u_fifo.write_pointer ;
    (* hierconn *) wire [POINTER_BITS:0] \u_fifo.read_pointer ;
    (* hierconn *) wire [WIDTH-1:0] \u_fifo.words[0] ;
    (* hierconn *) wire [WIDTH-1:0] \u_fifo.words[1] ;
    (* hierconn *) wire [WIDTH-1:0] \u_fifo.words[2] ;
    (* hierconn *) wire [WIDTH-1:0] \u_fifo.words[3] ;
    wire [4*WIDTH-1:0]      words = {\u_fifo.words[3] , \u_fifo.words[2] , \u_fifo.words[1] , \u_fifo.words[0] };
    wire [POINTER_BITS:0]   place = \u_fifo.read_pointer + ahead;

    always @* begin
        if (started) begin
            assert (inside <= DEPTH);
            assert (out_valid == (inside != NONE));
            assert (in_ready == (inside != DEPTH));
            // Invariants.
            assert (inside == \u_fifo.write_pointer - \u_fifo.read_pointer );
            if (is_tracked) assert (words[place[POINTER_BITS-1:0]*WIDTH+:WIDTH] == word);
        end
    end
endmodule

`default_nettype wire
