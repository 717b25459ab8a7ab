// ULX3S (ECP5 LFE5U-25F or -85F): a core on the FTDI's serial port at 115,200 baud, clocked by the board's 25 MHz oscillator.
// Button FIRE1 resets; LED 0 says that a command was lost. No software twin: wires only.
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

    wire unused_flash_select_n;
    wire unused_flash_clock;
    wire unused_flash_in;

    serial_core #(
        .CLOCKS_PER_BIT(217)
    ) u_core (
        .clk(clk_25mhz),
        .rst_request(btn_fire1),
        .rx(ftdi_txd),
        .tx(ftdi_rxd),
        .overrun(led0),
        .flash_select_n(unused_flash_select_n),
        .flash_clock(unused_flash_clock),
        .flash_in(unused_flash_in),
        .flash_out(1'b1)
    );
endmodule

`default_nettype wire
