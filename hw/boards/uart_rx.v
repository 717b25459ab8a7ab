// Bytes off a serial line: 8N1, lowest bit first. Two registers against metastability, then each bit in its middle.
//
//   rx ‾‾\___/ bit 0 X bit 1 X ... X bit 7 X stop ‾‾
//            ^ half a bit after the edge, then every bit: a phase that grows by BAUD / CLOCK_HZ a cycle
//
// byte_valid for a cycle in the middle of the stop bit, with is_broken where that bit is low (a line at another rate, or
// held low); after such a byte the line must have been high before the next one can start. There is no ready.
// Software twin and test: test/rtl/modules/uart.test.ts.
`default_nettype none

module uart_rx #(
    parameter CLOCK_HZ = 12000000, // a multiple of 100; at least 4 cycles a bit
    parameter BAUD = 3000000       // bits a second, a multiple of 100
) (
    input  wire       clk,
    input  wire       rst,
    input  wire       rx,
    output reg        byte_valid,
    output reg  [7:0] byte_data,
    output reg        is_broken
);
    localparam PHASE_BITS = 16;
    localparam [31:0] INCREMENT = ((BAUD / 100) * 65536 + CLOCK_HZ / 200) / (CLOCK_HZ / 100);
    localparam [PHASE_BITS-1:0] PHASE_STEP = INCREMENT[PHASE_BITS-1:0];
    localparam [PHASE_BITS-1:0] HALF = 1 << (PHASE_BITS - 1);

    generate
        if (CLOCK_HZ < 4 * BAUD) begin : gen_illegal_clock
            uart_rx_CLOCK_HZ_must_be_at_least_4_x_BAUD u_illegal ();
        end
        if (BAUD > 3200000) begin : gen_illegal_baud
            uart_rx_BAUD_must_be_at_most_3200000 u_illegal ();
        end
    endgenerate

    reg                  first;
    reg                  level;
    reg                  is_receiving;
    reg                  is_waiting;   // for a high line, after a broken byte
    reg [PHASE_BITS-1:0] phase;
    reg [3:0]            bit_number;   // 0 is the start bit, 1 to 8 are data, 9 is the stop bit
    wire [PHASE_BITS:0]  next_phase = {1'b0, phase} + {1'b0, PHASE_STEP};

    always @(posedge clk) begin
        first <= rx;
        level <= first;
        byte_valid <= 1'b0;
        if (!is_receiving) begin
            // The start bit has been low for a cycle when it is seen.
            phase <= HALF + PHASE_STEP;
            bit_number <= 4'd0;
            is_receiving <= !level && !is_waiting;
            if (level) is_waiting <= 1'b0;
        end else begin
            phase <= next_phase[PHASE_BITS-1:0];
            if (next_phase[PHASE_BITS]) begin
                bit_number <= bit_number + 4'd1;
                byte_data <= bit_number == 4'd9 ? byte_data : {level, byte_data[7:1]};
                if (bit_number == 4'd0 && level) is_receiving <= 1'b0; // a glitch
                if (bit_number == 4'd9) begin
                    is_receiving <= 1'b0;
                    is_waiting <= !level;
                    byte_valid <= 1'b1;
                    is_broken <= !level;
                end
            end
        end
        if (rst) begin
            first <= 1'b1;
            level <= 1'b1;
            is_receiving <= 1'b0;
            is_waiting <= 1'b0;
            byte_valid <= 1'b0;
        end
    end
endmodule

`default_nettype wire
