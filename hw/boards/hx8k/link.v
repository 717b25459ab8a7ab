// iCE40-HX8K breakout board: a core behind frames (src/hil/README.md) on the FTDI's serial port at 3 Mbaud, at 60 MHz from
// the board's 12 MHz oscillator. LED D9: a frame was damaged in this session. No software twin: wires and a PLL only.
`default_nettype none

module top (
    input  wire CLK,
    input  wire RX,
    output wire TX,
    output wire LED
);
    wire clk_core;
    wire is_locked;
    // 12 MHz x 80 / 16.
    SB_PLL40_CORE #(
        .FEEDBACK_PATH("SIMPLE"),
        .DIVR(4'd0),
        .DIVF(7'd79),
        .DIVQ(3'd4),
        .FILTER_RANGE(3'd1)
    ) u_pll (
        .REFERENCECLK(CLK),
        .PLLOUTGLOBAL(clk_core),
        .LOCK(is_locked),
        .RESETB(1'b1),
        .BYPASS(1'b0)
    );

    wire unused_is_armed;
    wire unused_is_busy;
    wire unused_flash_select_n;
    wire unused_flash_clock;
    wire unused_flash_in;

    board_core #(
        .CLOCK_HZ(60000000),
        .BAUD(3000000),
        .WINDOW(2)
    ) u_core (
        .clk(clk_core),
        .rst_request(!is_locked),
        .rx(RX),
        .tx(TX),
        .is_faulty(LED),
        .is_armed(unused_is_armed),
        .is_busy(unused_is_busy),
        .flash_select_n(unused_flash_select_n),
        .flash_clock(unused_flash_clock),
        .flash_in(unused_flash_in),
        .flash_out(1'b1)
    );
endmodule

`default_nettype wire
