// ULX3S (ECP5 LFE5U-25F or -85F): a core behind frames (src/hil/README.md) on the FTDI's serial port at 3 Mbaud, at 75 MHz from the
// board's 25 MHz oscillator. Button FIRE1 resets. LED 0: a frame was damaged in this session. No software twin: wires and a
// PLL only.
`default_nettype none

module top (
    input  wire clk_25mhz,
    input  wire btn_fire1,
    input  wire ftdi_txd,
    output wire ftdi_rxd,
    output wire led0,
    output wire wifi_gpio0
);
    // Held high, or the ESP32 takes the FPGA back.
    assign wifi_gpio0 = 1'b1;

    wire clk;
    wire is_locked;
    // 25 MHz x 3, from an oscillation of 600 MHz.
    (* ICP_CURRENT = "12", LPF_RESISTOR = "8", MFG_ENABLE_FILTEROPAMP = "1", MFG_GMCREF_SEL = "2" *)
    EHXPLLL #(
        .PLLRST_ENA("DISABLED"),
        .INTFB_WAKE("DISABLED"),
        .STDBY_ENABLE("DISABLED"),
        .DPHASE_SOURCE("DISABLED"),
        .OUTDIVIDER_MUXA("DIVA"),
        .OUTDIVIDER_MUXB("DIVB"),
        .OUTDIVIDER_MUXC("DIVC"),
        .OUTDIVIDER_MUXD("DIVD"),
        .CLKI_DIV(1),
        .CLKFB_DIV(3),
        .CLKOP_ENABLE("ENABLED"),
        .CLKOP_DIV(8),
        .CLKOP_CPHASE(4),
        .CLKOP_FPHASE(0),
        .FEEDBK_PATH("CLKOP")
    ) u_pll (
        .CLKI(clk_25mhz),
        .CLKFB(clk),
        .CLKOP(clk),
        .LOCK(is_locked),
        .RST(1'b0),
        .STDBY(1'b0),
        .PHASESEL0(1'b0),
        .PHASESEL1(1'b0),
        .PHASEDIR(1'b1),
        .PHASESTEP(1'b1),
        .PHASELOADREG(1'b1),
        .PLLWAKESYNC(1'b0),
        .ENCLKOP(1'b0)
    );

    wire unused_is_armed;
    wire unused_is_busy;
    wire unused_flash_select_n;
    wire unused_flash_clock;
    wire unused_flash_in;

    board_core #(
        .CLOCK_HZ(75000000),
        .BAUD(3000000),
        .WINDOW(4)
    ) u_core (
        .clk(clk),
        .rst_request(btn_fire1 || !is_locked),
        .rx(ftdi_txd),
        .tx(ftdi_rxd),
        .is_faulty(led0),
        .is_armed(unused_is_armed),
        .is_busy(unused_is_busy),
        .flash_select_n(unused_flash_select_n),
        .flash_clock(unused_flash_clock),
        .flash_in(unused_flash_in),
        .flash_out(1'b1)
    );
endmodule

`default_nettype wire
