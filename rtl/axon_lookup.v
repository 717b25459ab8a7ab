// Turns the axons that spike into rows of the axon table, in order, one a cycle.
//
// A pipeline of two stages (the RAM, its output register), each of which moves when the next one is free; so bubbles
// close up and nothing is lost when the output stalls. Reset empties both stages.
// Software twin: a map over a stream; test: test/rtl/modules/streams.test.ts.
`default_nettype none

module axon_lookup #(
    parameter AXONS = 256,   // rows of the table
    parameter ROW_BITS = 40, // bits of a row
    parameter AXON_BITS = AXONS > 1 ? $clog2(AXONS) : 1
) (
    input  wire                 clk,
    input  wire                 rst,
    input  wire                 write_valid,
    input  wire [31:0]          write_address,
    input  wire [31:0]          write_data,
    input  wire                 axon_valid,
    output wire                 axon_ready,
    input  wire [AXON_BITS-1:0] axon,
    output wire                 row_valid,
    input  wire                 row_ready,
    output wire [ROW_BITS-1:0]  row,
    output wire                 is_empty
);
    reg fetched;
    reg held;

    wire held_moves = !held || row_ready;

    assign axon_ready = !fetched || held_moves;
    assign row_valid = held;
    assign is_empty = !fetched && !held;

    config_memory #(
        .WIDTH(ROW_BITS),
        .DEPTH(AXONS)
    ) u_table (
        .clk(clk),
        .write_valid(write_valid),
        .write_address(write_address),
        .write_data(write_data),
        .read(axon_valid && axon_ready),
        .read_address(axon),
        .advance(held_moves),
        .row(row)
    );

    always @(posedge clk) begin
        if (axon_ready) fetched <= axon_valid;
        if (held_moves) held <= fetched;
        if (rst) begin
            fetched <= 1'b0;
            held <= 1'b0;
        end
    end
endmodule

`default_nettype wire
