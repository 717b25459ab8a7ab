// The core on two wires: UART frames in, results out, 8N1, lowest bit and lowest byte first.
//
//   frame in   9 bytes: kind, address (4), data (4)
//              kind 0..7:     writes `data` at `address` of memory `kind` (the core's cfg port)
//              kind 128..135: command kind - 128 with axon `address` (the core's in stream)
//   result out 5 bytes: kind, data (4)
//
// A frame acts when its last byte has come. A command that comes while the one before it still waits is lost, and
// `overrun` stays high until reset: a host waits for DONE after READ and DUMP, and with TRACE for the STEP_DONE of every
// STEP. There is no way back into step after a lost byte but reset. Reset forgets a part of a frame and a result half sent.
// Software twin: the host's side in test/rtl/modules/serial.test.ts.
`default_nettype none

module serial_bridge #(
    parameter CLOCKS_PER_BIT = 104, // clock cycles of one bit on the line, at least 4
    parameter AXON_BITS = 10        // bits of an axon number, at most 32
) (
    input  wire                 clk,
    input  wire                 rst,
    input  wire                 rx,
    output wire                 tx,
    output reg                  overrun,
    output reg                  cfg_valid,
    output reg  [2:0]           cfg_memory,
    output reg  [31:0]          cfg_address,
    output reg  [31:0]          cfg_data,
    output reg                  in_valid,
    input  wire                 in_ready,
    output reg  [2:0]           in_kind,
    output reg  [AXON_BITS-1:0] in_axon,
    input  wire                 out_valid,
    output wire                 out_ready,
    input  wire [2:0]           out_kind,
    input  wire [31:0]          out_data
);
    localparam TICK_BITS = $clog2(CLOCKS_PER_BIT + 1);
    localparam [31:0] TICKS = CLOCKS_PER_BIT - 1;
    localparam [31:0] HALF = CLOCKS_PER_BIT / 2;
    localparam [TICK_BITS-1:0] ONE_TICK = 1;
    localparam [3:0] LAST_BYTE = 4'd8;
    localparam [5:0] RESULT_BITS = 6'd50;

    generate
        if (CLOCKS_PER_BIT < 4) begin : gen_illegal_clock
            serial_bridge_CLOCKS_PER_BIT_must_be_at_least_4 u_illegal ();
        end
    endgenerate

    // ---- In: two registers against metastability, then bits sampled in their middle.
    reg                 rx_first, rx_level;
    reg                 is_receiving;
    reg [TICK_BITS-1:0] rx_ticks;
    reg [3:0]           rx_bit;      // 0 is the start bit, 1 to 8 data, 9 the stop bit
    reg [7:0]           rx_byte;
    reg                 byte_valid;
    reg [3:0]           byte_index;
    reg [71:0]          frame;       // kind lowest
    reg                 frame_valid;

    always @(posedge clk) begin
        rx_first <= rx;
        rx_level <= rx_first;
        byte_valid <= 1'b0;
        frame_valid <= 1'b0;
        if (!is_receiving) begin
            is_receiving <= !rx_level;
            rx_ticks <= HALF[TICK_BITS-1:0];
            rx_bit <= 4'd0;
        end else if (rx_ticks != {TICK_BITS{1'b0}}) begin
            rx_ticks <= rx_ticks - ONE_TICK;
        end else begin
            rx_ticks <= TICKS[TICK_BITS-1:0];
            rx_bit <= rx_bit + 4'd1;
            rx_byte <= {rx_level, rx_byte[7:1]};
            if (rx_bit == 4'd0 && rx_level) is_receiving <= 1'b0; // a glitch
            if (rx_bit == 4'd8) byte_valid <= 1'b1;
            if (rx_bit == 4'd9) is_receiving <= 1'b0;
        end
        if (byte_valid) begin
            frame <= {rx_byte, frame[71:8]};
            frame_valid <= byte_index == LAST_BYTE;
            byte_index <= byte_index == LAST_BYTE ? 4'd0 : byte_index + 4'd1;
        end
        if (rst) begin
            rx_first <= 1'b1;
            rx_level <= 1'b1;
            is_receiving <= 1'b0;
            byte_valid <= 1'b0;
            byte_index <= 4'd0;
            frame_valid <= 1'b0;
        end
    end

    always @(posedge clk) begin
        cfg_valid <= frame_valid && !frame[7];
        cfg_memory <= frame[2:0];
        cfg_address <= frame[39:8];
        cfg_data <= frame[71:40];
        if (in_ready) in_valid <= 1'b0;
        if (frame_valid && frame[7]) begin
            if (in_valid && !in_ready) begin
                overrun <= 1'b1;
            end else begin
                in_valid <= 1'b1;
                in_kind <= frame[2:0];
                in_axon <= frame[8+:AXON_BITS];
            end
        end
        if (rst) begin
            cfg_valid <= 1'b0;
            in_valid <= 1'b0;
            overrun <= 1'b0;
        end
    end

    // ---- Out: a result with its start and stop bits as one word of 50 bits, sent lowest bit first.
    reg [49:0]          sending;
    reg [5:0]           bits_left;
    reg [TICK_BITS-1:0] tx_ticks;
    assign out_ready = bits_left == 6'd0;
    assign tx = out_ready || sending[0];

    always @(posedge clk) begin
        if (out_ready) begin
            sending <= {1'b1, out_data[31:24], 1'b0, 1'b1, out_data[23:16], 1'b0, 1'b1, out_data[15:8], 1'b0,
                        1'b1, out_data[7:0], 1'b0, 1'b1, 5'd0, out_kind, 1'b0};
            bits_left <= out_valid ? RESULT_BITS : 6'd0;
            tx_ticks <= TICKS[TICK_BITS-1:0];
        end else if (tx_ticks != {TICK_BITS{1'b0}}) begin
            tx_ticks <= tx_ticks - ONE_TICK;
        end else begin
            tx_ticks <= TICKS[TICK_BITS-1:0];
            sending <= {1'b1, sending[49:1]};
            bits_left <= bits_left - 6'd1;
        end
        if (rst) bits_left <= 6'd0;
    end

    wire unused_frame = &{1'b0, frame[6:3]};
endmodule

`default_nettype wire
