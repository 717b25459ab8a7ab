// Bytes onto a serial line: 8N1, lowest bit first, at CLOCK_HZ / BAUD cycles a bit on the average.
//
// A byte is taken when byte_valid and byte_ready are high; the line is high between bytes and after reset.
// Software twin and test: test/rtl/modules/uart.test.ts.
`default_nettype none

module uart_tx #(
    parameter CLOCK_HZ = 12000000, // a multiple of 100; at least 4 cycles a bit
    parameter BAUD = 3000000       // bits a second, a multiple of 100
) (
    input  wire       clk,
    input  wire       rst,
    input  wire       byte_valid,
    output wire       byte_ready,
    input  wire [7:0] byte_data,
    output reg        tx
);
    localparam PHASE_BITS = 16;
    localparam [31:0] INCREMENT = ((BAUD / 100) * 65536 + CLOCK_HZ / 200) / (CLOCK_HZ / 100);
    localparam [PHASE_BITS-1:0] PHASE_STEP = INCREMENT[PHASE_BITS-1:0];

    reg [PHASE_BITS-1:0] phase;
    reg [8:0]            bits;      // what is to be sent behind the bit on the line
    reg [3:0]            bits_left; // the bit on the line included
    wire [PHASE_BITS:0]  next_phase = {1'b0, phase} + {1'b0, PHASE_STEP};
    wire                 bit_ends = next_phase[PHASE_BITS];
    assign byte_ready = bits_left == 4'd0 || (bits_left == 4'd1 && bit_ends);

    always @(posedge clk) begin
        phase <= bits_left == 4'd0 ? {PHASE_BITS{1'b0}} : next_phase[PHASE_BITS-1:0];
        if (byte_ready) begin
            tx <= !byte_valid;
            bits <= {1'b1, byte_data};
            bits_left <= byte_valid ? 4'd10 : 4'd0;
        end else if (bit_ends) begin
            tx <= bits[0];
            bits <= {1'b1, bits[8:1]};
            bits_left <= bits_left - 4'd1;
        end
        if (rst) begin
            tx <= 1'b1;
            bits_left <= 4'd0;
        end
    end
endmodule

`default_nettype wire
