// An SPI flash as its data sheet has it, for tests only: commands 03, 0B (with eight cycles more), AB and B9 in mode 0; it sleeps
// at first, as behind the configuration of an iCE40, and a sleeper understands AB alone. Reading goes on at the next byte for as
// long as it is selected and clocked.
//
// Contents are written through the cfg port as memory 2 (rows of WORD_BITS, from BASE_ADDRESS on), whatever the flash itself
// does: that is what a programmer does beforehand. `commands` counts those that read. Test bench code.
`default_nettype none

module spi_flash #(
    parameter WORD_BITS = 64,
    parameter WORDS = 1024,
    parameter BASE_ADDRESS = 1048576
) (
    input  wire        clk,
    input  wire        cfg_valid,
    input  wire [2:0]  cfg_memory,
    input  wire [31:0] cfg_address,
    input  wire [31:0] cfg_data,
    input  wire        flash_select_n,
    input  wire        flash_clock,
    input  wire        flash_in,
    output reg         flash_out,
    output reg  [15:0] commands
);
    localparam WORD_BYTES = WORD_BITS / 8;
    localparam COLUMNS = (WORD_BITS + 31) / 32;
    localparam COLUMN_BYTES = WORD_BYTES < 4 ? WORD_BYTES : 4;
    localparam BYTES = WORDS * WORD_BYTES;

    reg [7:0] bytes [0:BYTES-1];
    integer   at;
    always @(posedge clk) begin
        if (cfg_valid && cfg_memory == 3'd2) begin
            for (at = 0; at < COLUMN_BYTES; at = at + 1) begin
                if (cfg_address / COLUMNS * WORD_BYTES + cfg_address % COLUMNS * 4 + at < BYTES) begin
                    bytes[cfg_address / COLUMNS * WORD_BYTES + cfg_address % COLUMNS * 4 + at] <= cfg_data[8*at+:8];
                end
            end
        end
    end

    reg         is_awake;
    reg  [31:0] taken;    // bits since it was selected
    reg  [31:0] header;   // the command and its address, when all of it has come
    wire [31:0] next_header = {header[30:0], flash_in};
    wire [7:0]  command = header[31:24];
    wire        reads = is_awake && (command == 8'h03 || command == 8'h0b);
    wire [31:0] first_bit = command == 8'h0b ? 32'd40 : 32'd32;
    wire [31:0] given = taken - first_bit; // bits given since the first
    wire [31:0] place = {8'd0, header[23:0]} + (given >> 3) - BASE_ADDRESS;
    wire [7:0]  given_byte = place < BYTES ? bytes[place] : 8'hff;

    always @(posedge flash_clock or posedge flash_select_n) begin
        if (flash_select_n) begin
            if (taken == 32'd8 && header[7:0] == 8'hab) is_awake <= 1'b1;
            if (taken == 32'd8 && header[7:0] == 8'hb9) is_awake <= 1'b0;
            taken <= 32'd0;
        end else begin
            taken <= taken + 32'd1;
            if (taken < 32'd32) header <= next_header;
            if (taken == 32'd31 && is_awake) commands <= commands + 16'd1;
        end
    end

    always @(negedge flash_clock) begin
        flash_out <= taken >= 32'd32 && reads && taken >= first_bit ? given_byte[3'd7 - given[2:0]] : 1'b1;
    end

    initial begin
        is_awake = 1'b0;
        commands = 16'd0;
        taken = 32'd0;
        header = 32'd0;
        flash_out = 1'b1;
    end
endmodule

`default_nettype wire
