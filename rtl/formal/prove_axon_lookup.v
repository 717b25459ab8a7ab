// axon_lookup: each axon gives its own row, in order, nothing lost or doubled, however the output stalls; the row holds
// until taken and comes two cycles after the axon if nothing stalls.
//
// By induction. The table holds anything, and is written only while no axon is inside, as the core's are between samples.
`default_nettype none

module prove_axon_lookup #(
    parameter AXONS = 4,
    parameter ROW_BITS = 3
) (
    input wire clk
);
    reg started;
    initial started = 1'b0;
    always @(posedge clk) started <= 1'b1;
    wire rst = !started;

    (* anyseq *) wire                axon_valid;
    (* anyseq *) wire [1:0]          axon;
    (* anyseq *) wire                row_ready;
    (* anyseq *) wire                write_valid;
    (* anyseq *) wire [1:0]          write_row;
    (* anyseq *) wire [ROW_BITS-1:0] write_data;
    wire                             axon_ready;
    wire                             row_valid;
    wire [ROW_BITS-1:0]              row;
    wire                             is_empty;
    axon_lookup #(
        .AXONS(AXONS),
        .ROW_BITS(ROW_BITS)
    ) u_lookup (
        .clk(clk),
        .rst(rst),
        .write_valid(write_valid),
        .write_address({30'd0, write_row}),
        .write_data({{(32 - ROW_BITS) {1'b0}}, write_data}),
        .axon_valid(axon_valid),
        .axon_ready(axon_ready),
        .axon(axon),
        .row_valid(row_valid),
        .row_ready(row_ready),
        .row(row),
        .is_empty(is_empty)
    );

    // Inside the module: flattening connects these names.
    (* hierconn *) wire \u_lookup.fetched ;
    (* hierconn *) wire \u_lookup.held ;
    (* hierconn *) wire [ROW_BITS-1:0] \u_lookup.u_table.gen_column[0].u_ram.fetched ;
    (* hierconn *) wire [ROW_BITS-1:0] \u_lookup.u_table.gen_column[0].u_ram.memory[0] ;
    (* hierconn *) wire [ROW_BITS-1:0] \u_lookup.u_table.gen_column[0].u_ram.memory[1] ;
    (* hierconn *) wire [ROW_BITS-1:0] \u_lookup.u_table.gen_column[0].u_ram.memory[2] ;
    (* hierconn *) wire [ROW_BITS-1:0] \u_lookup.u_table.gen_column[0].u_ram.memory[3] ;
    wire [4*ROW_BITS-1:0] table_rows = {\u_lookup.u_table.gen_column[0].u_ram.memory[3] , \u_lookup.u_table.gen_column[0].u_ram.memory[2] ,
                                        \u_lookup.u_table.gen_column[0].u_ram.memory[1] , \u_lookup.u_table.gen_column[0].u_ram.memory[0] };

    wire [1:0]          inside;
    wire                is_tracked;
    wire [1:0]          ahead;
    wire [ROW_BITS-1:0] word;
    order_checker #(
        .WIDTH(ROW_BITS),
        .COUNT_BITS(2)
    ) u_order (
        .clk(clk),
        .rst(rst),
        .put(axon_valid && axon_ready),
        .put_word(table_rows[axon*ROW_BITS+:ROW_BITS]),
        .take(row_valid && row_ready),
        .take_word(row),
        .inside(inside),
        .is_tracked(is_tracked),
        .ahead(ahead),
        .word(word)
    );
    hold_checker #(
        .WIDTH(ROW_BITS)
    ) u_hold (
        .clk(clk),
        .rst(rst),
        .valid(row_valid),
        .ready(row_ready),
        .payload(row)
    );

    reg was_taken; // an axon, in the cycle before
    always @(posedge clk) was_taken <= started && axon_valid && axon_ready;
    wire is_in_front = is_tracked && (ahead == 2'd0 && \u_lookup.held );

    always @* begin
        if (write_valid) assume (is_empty && !axon_valid);
        if (started) begin
            assert (is_empty == (inside == 2'd0));
            // Whatever was inside for more than a cycle is offered.
            if (inside != 2'd0 && !(inside == 2'd1 && was_taken)) assert (row_valid);
            if (inside == 2'd2) assert (axon_ready == row_ready);
            else assert (axon_ready);
            // Invariants.
            assert (inside == {1'b0, \u_lookup.fetched } + {1'b0, \u_lookup.held });
            if (\u_lookup.fetched && !\u_lookup.held ) assert (was_taken);
            if (is_in_front) assert (row == word);
            if (is_tracked && !is_in_front) assert (\u_lookup.fetched && \u_lookup.u_table.gen_column[0].u_ram.fetched == word);
        end
    end
endmodule

`default_nettype wire
