// iCEBreaker (iCE40 UP5K): a core on the FTDI's second port at 115,200 baud, clocked by the board's 12 MHz oscillator.
// The user button resets; the red light says that a command was lost; the flash may have the weights. No software twin: wires only.
`default_nettype none

module top (
    input  wire CLK,
    input  wire BTN_N,
    input  wire RX,
    output wire TX,
    output wire LEDR_N,
    output wire FLASH_SSB,
    output wire FLASH_SCK,
    output wire FLASH_IO0,
    input  wire FLASH_IO1
);
    wire overrun;
    assign LEDR_N = !overrun;

    serial_core #(
        .CLOCKS_PER_BIT(104)
    ) u_core (
        .clk(CLK),
        .rst_request(!BTN_N),
        .rx(RX),
        .tx(TX),
        .overrun(overrun),
        .flash_select_n(FLASH_SSB),
        .flash_clock(FLASH_SCK),
        .flash_in(FLASH_IO0),
        .flash_out(FLASH_IO1)
    );
endmodule

`default_nettype wire
