// iCEBreaker (iCE40 UP5K): a core behind frames (src/hil/README.md) on the FTDI's second port at 3 Mbaud, at 24 MHz from the
// board's 12 MHz oscillator. The user button resets. Red light: a frame was damaged in this session; green light: an image is
// complete. The flash may have the weights. No software twin: wires and a PLL only.
`default_nettype none

module top (
    input  wire CLK,
    input  wire BTN_N,
    input  wire RX,
    output wire TX,
    output wire LEDR_N,
    output wire LEDG_N,
    output wire FLASH_SSB,
    output wire FLASH_SCK,
    output wire FLASH_IO0,
    input  wire FLASH_IO1
);
    wire clk;
    wire is_locked;
    // 12 MHz x 64 / 32.
    SB_PLL40_PAD #(
        .FEEDBACK_PATH("SIMPLE"),
        .DIVR(4'd0),
        .DIVF(7'd63),
        .DIVQ(3'd5),
        .FILTER_RANGE(3'd1)
    ) u_pll (
        .PACKAGEPIN(CLK),
        .PLLOUTGLOBAL(clk),
        .LOCK(is_locked),
        .RESETB(1'b1),
        .BYPASS(1'b0)
    );

    wire is_faulty;
    wire is_armed;
    wire unused_is_busy;
    assign LEDR_N = !is_faulty;
    assign LEDG_N = !is_armed;

    board_core #(
        .CLOCK_HZ(24000000),
        .BAUD(3000000),
        .WINDOW(2)
    ) u_core (
        .clk(clk),
        .rst_request(!BTN_N || !is_locked),
        .rx(RX),
        .tx(TX),
        .is_faulty(is_faulty),
        .is_armed(is_armed),
        .is_busy(unused_is_busy),
        .flash_select_n(FLASH_SSB),
        .flash_clock(FLASH_SCK),
        .flash_in(FLASH_IO0),
        .flash_out(FLASH_IO1)
    );
endmodule

`default_nettype wire
