// result_stream: order, nothing lost or doubled, hold until taken; a message is offered in the cycle after it was pushed.
//
// By induction: the tracked message is the one in the register.
`default_nettype none

module prove_result_stream (
    input wire clk
);
    reg started;
    initial started = 1'b0;
    always @(posedge clk) started <= 1'b1;
    wire rst = !started;

    (* anyseq *) wire        push_valid;
    (* anyseq *) wire [2:0]  push_kind;
    (* anyseq *) wire [31:0] push_data;
    (* anyseq *) wire        out_ready;
    wire                     push_ready;
    wire                     out_valid;
    wire [2:0]               out_kind;
    wire [31:0]              out_data;
    result_stream u_stream (
        .clk(clk),
        .rst(rst),
        .push_valid(push_valid),
        .push_ready(push_ready),
        .push_kind(push_kind),
        .push_data(push_data),
        .out_valid(out_valid),
        .out_ready(out_ready),
        .out_kind(out_kind),
        .out_data(out_data)
    );

    wire [1:0]  inside;
    wire        is_tracked;
    wire [1:0]  ahead;
    wire [34:0] word;
    order_checker #(
        .WIDTH(35),
        .COUNT_BITS(2)
    ) u_order (
        .clk(clk),
        .rst(rst),
        .put(push_valid && push_ready),
        .put_word({push_kind, push_data}),
        .take(out_valid && out_ready),
        .take_word({out_kind, out_data}),
        .inside(inside),
        .is_tracked(is_tracked),
        .ahead(ahead),
        .word(word)
    );
    hold_checker #(
        .WIDTH(35)
    ) u_hold (
        .clk(clk),
        .rst(rst),
        .valid(out_valid),
        .ready(out_ready),
        .payload({out_kind, out_data})
    );

    always @* begin
        if (started) begin
            assert (inside == {1'b0, out_valid});
            assert (push_ready == (inside == 2'd0 || out_ready));
            // Invariant.
            if (is_tracked) assert (ahead == 2'd0 && word == {out_kind, out_data});
        end
    end
endmodule

`default_nettype wire
