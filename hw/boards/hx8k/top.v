// iCE40-HX8K breakout board: a core on the FTDI's serial port at 115,200 baud, clocked by the board's 12 MHz oscillator.
// LED D9 says that a command was lost. There is no button: configuration resets. No software twin: wires only.
`default_nettype none

module top (
    input  wire CLK,
    input  wire RX,
    output wire TX,
    output wire LED
);
    wire unused_flash_select_n;
    wire unused_flash_clock;
    wire unused_flash_in;

    serial_core #(
        .CLOCKS_PER_BIT(104)
    ) u_core (
        .clk(CLK),
        .rst_request(1'b0),
        .rx(RX),
        .tx(TX),
        .overrun(LED),
        .flash_select_n(unused_flash_select_n),
        .flash_clock(unused_flash_clock),
        .flash_in(unused_flash_in),
        .flash_out(1'b1)
    );
endmodule

`default_nettype wire
