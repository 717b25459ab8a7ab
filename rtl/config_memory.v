// A table of the network: rows of any width, written as 32-bit words between samples, read a row at a time.
//
//   write_address = row x (32-bit words per row, rounded up to a power of two) + word; word 0 holds the lowest bits
//
// Latency of a read: two cycles (read: the RAM; advance: its output register). While write_valid is high nothing is read.
// Each column of 32 bits is a RAM of its own with its own write enable, so that words may come in any order.
// Words beyond the row, and rows beyond DEPTH, are ignored.
// Software twin: an array of rows; test: test/rtl/modules/memories.test.ts.
`default_nettype none

module config_memory #(
    parameter WIDTH = 40,  // bits of a row
    parameter DEPTH = 256, // rows
    parameter ADDRESS_BITS = DEPTH > 1 ? $clog2(DEPTH) : 1
) (
    input  wire                    clk,
    input  wire                    write_valid,
    input  wire [31:0]             write_address,
    input  wire [31:0]             write_data,
    input  wire                    read,
    input  wire [ADDRESS_BITS-1:0] read_address,
    input  wire                    advance,
    output wire [WIDTH-1:0]        row
);
    localparam COLUMNS = (WIDTH + 31) / 32;
    localparam WORD_BITS = $clog2(COLUMNS);
    localparam [31:0] WORD_MASK = (32'd1 << WORD_BITS) - 32'd1;

    wire [31:0]             write_row = write_address >> WORD_BITS;
    wire [31:0]             write_word = write_address & WORD_MASK;
    // A comparison with a power of two is one with zero; synthesis does not see it and would make a carry chain of it.
    wire                    is_beyond = DEPTH == 1 << ADDRESS_BITS ? |(write_row >> ADDRESS_BITS) : write_row >= DEPTH;
    wire                    write_in_range = write_valid && !is_beyond;
    wire [ADDRESS_BITS-1:0] address = write_valid ? write_row[ADDRESS_BITS-1:0] : read_address;

    genvar column;
    generate
        for (column = 0; column < COLUMNS; column = column + 1) begin : gen_column
            localparam COLUMN_BITS = column == COLUMNS - 1 ? WIDTH - 32 * column : 32;
            wire write_here = write_in_range && write_word == column;
            ram_single_port #(
                .WIDTH(COLUMN_BITS),
                .DEPTH(DEPTH)
            ) u_ram (
                .clk(clk),
                .enable(write_here || (read && !write_valid)),
                .write(write_here),
                .address(address),
                .write_data(write_data[COLUMN_BITS-1:0]),
                .advance(advance),
                .read_data(row[32*column+:COLUMN_BITS])
            );
            if (COLUMN_BITS < 32) begin : gen_unused
                wire unused_write_data = &{1'b0, write_data[31:COLUMN_BITS]};
            end
        end
    endgenerate
endmodule

`default_nettype wire
