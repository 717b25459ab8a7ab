// A board with an Artix-7 XC7A35T and a 100 MHz clock: for synthesis only, so that its pins have no file.
// No software twin: wires only.
`default_nettype none

module top (
    input  wire CLK,
    input  wire RESET,
    input  wire RX,
    output wire TX,
    output wire LED
);
    wire unused_flash_select_n;
    wire unused_flash_clock;
    wire unused_flash_in;

    serial_core #(
        .CLOCKS_PER_BIT(868)
    ) u_core (
        .clk(CLK),
        .rst_request(RESET),
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
