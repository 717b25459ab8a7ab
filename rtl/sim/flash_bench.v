// spi_flash_reader before an spi_flash, for tests only. `answer_ready` is the bench's: answers do not wait for it.
`default_nettype none

module flash_bench #(
    parameter WORD_BITS = 32,
    parameter ADDRESS_BITS = 8,
    parameter BASE_ADDRESS = 4096,
    parameter HALF_CYCLES = 1,
    parameter FAST = 0,
    parameter DESELECT_CYCLES = 2,
    parameter WAKE_CYCLES = 20
) (
    input  wire                    clk,
    input  wire                    rst,
    input  wire                    write_valid,
    input  wire [31:0]             write_address,
    input  wire [31:0]             write_data,
    input  wire                    request_valid,
    output wire                    request_ready,
    input  wire [ADDRESS_BITS-1:0] request_address,
    output wire                    answer_valid,
    input  wire                    answer_ready,
    output wire [WORD_BITS-1:0]    answer_data,
    output wire [15:0]             commands
);
    wire flash_select_n;
    wire flash_clock;
    wire flash_in;
    wire flash_out;

    spi_flash_reader #(
        .WORD_BITS(WORD_BITS),
        .ADDRESS_BITS(ADDRESS_BITS),
        .BASE_ADDRESS(BASE_ADDRESS),
        .HALF_CYCLES(HALF_CYCLES),
        .FAST(FAST),
        .DESELECT_CYCLES(DESELECT_CYCLES),
        .WAKE_CYCLES(WAKE_CYCLES)
    ) u_reader (
        .clk(clk),
        .rst(rst),
        .request_valid(request_valid),
        .request_ready(request_ready),
        .request_address(request_address),
        .answer_valid(answer_valid),
        .answer_data(answer_data),
        .flash_select_n(flash_select_n),
        .flash_clock(flash_clock),
        .flash_in(flash_in),
        .flash_out(flash_out)
    );

    spi_flash #(
        .WORD_BITS(WORD_BITS),
        .WORDS(1 << ADDRESS_BITS),
        .BASE_ADDRESS(BASE_ADDRESS)
    ) u_flash (
        .clk(clk),
        .cfg_valid(write_valid),
        .cfg_memory(3'd2),
        .cfg_address(write_address),
        .cfg_data(write_data),
        .flash_select_n(flash_select_n),
        .flash_clock(flash_clock),
        .flash_in(flash_in),
        .flash_out(flash_out),
        .commands(commands)
    );

    wire unused_answer_ready = &{1'b0, answer_ready};
endmodule

`default_nettype wire
