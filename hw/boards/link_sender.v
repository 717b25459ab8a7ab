// Answers -> bytes of the line: CRC and COBS of frames that lie in slots of 256 bytes.
//
//   slot --bytes--> CRC --bytes again, and the CRC--> next zero --> code, bytes up to it --> ... --> zero
//
// Slot s is written by the engine, its first 6 + length bytes, the first of them the length of the payload; `send` with its
// number queues it, `repeat_send` queues it again. `claim` takes a slot back before the engine writes it; the engine waits
// while `is_sending` and `sending` are that slot. The engine may read the memory at any time (`engine_reads`): the sender
// waits then. A zero goes before each frame and behind it.
// Software twin: src/hil/frame.ts; test: test/rtl/modules/link.test.ts.
`default_nettype none

module link_sender #(
    parameter WINDOW = 4, // slots 0..WINDOW - 1 are answers, WINDOW is for what has no number; as in link_receiver.v
    parameter SLOT_BITS = $clog2(WINDOW) + 1
) (
    input  wire                 clk,
    input  wire                 rst,
    // from the engine and the receiver
    input  wire                 send,
    input  wire [SLOT_BITS-1:0] send_slot,
    input  wire                 repeat_send,
    input  wire [SLOT_BITS-1:0] repeat_slot,
    input  wire                 claim,
    input  wire [SLOT_BITS-1:0] claim_slot,
    input  wire                 claim_all,
    output reg                  is_sending,
    output wire                 is_busy,       // something is sent, or waits to be
    output reg  [SLOT_BITS-1:0] sending,
    // the memory
    input  wire                 engine_reads,
    output wire [7:0]           read_index,
    input  wire [7:0]           read_data,     // two cycles later
    // the line
    output wire                 byte_valid,
    input  wire                 byte_ready,
    output wire [7:0]           byte_data
);
`include "link_messages.vh"
    localparam [2:0] IDLE = 3'd0;
    localparam [2:0] SUM = 3'd1;   // the CRC, byte by byte; the first one is the length
    localparam [2:0] BEGIN = 3'd2; // a zero onto the line
    localparam [2:0] SCAN = 3'd3;  // for the next zero
    localparam [2:0] CODE = 3'd4;  // how far away it is, onto the line
    localparam [2:0] COPY = 3'd5;  // the bytes up to it
    localparam [2:0] FINISH = 3'd6; // a zero onto the line

    localparam [SLOT_BITS-1:0] UNNUMBERED = 1 << (SLOT_BITS - 1);
    localparam [WINDOW:0] NONE = 0;
    localparam [WINDOW:0] ONE = 1;

    reg [2:0]             state;
    reg [WINDOW:0]        pending;
    reg [7:0]             index;      // of the byte that is read
    reg [1:0]             tick;       // of a read: 0 address, 2 data, read anew as long as it is not used
    reg                   reads_1;    // the engine read a cycle ago
    reg                   reads_2;
    reg [7:0]             from;       // first byte behind the last zero
    reg [7:0]             block_end;  // the next zero
    reg [7:0]             length;     // of the frame without its CRC
    reg [7:0]             held;       // a byte that was read
    reg                   has_held;
    reg [31:0]            crc;

    wire [31:0] crc_next;
    reg  [7:0]  crc_byte;
    reg  [1:0]  crc_left;
    crc32_nibble u_crc (
        .crc(crc),
        .nibble(crc_byte[3:0]),
        .next(crc_next)
    );

    wire [1:0] behind_frame = index[1:0] - length[1:0];
    wire       is_of_crc = state != SUM && index >= length;
    wire [7:0] crc_now = ~(behind_frame[1] ? (behind_frame[0] ? crc[31:24] : crc[23:16]) : (behind_frame[0] ? crc[15:8] : crc[7:0]));
    wire [7:0] data = is_of_crc ? crc_now : read_data;
    wire       has_data = tick == 2'd2 && !reads_2;
    wire [7:0] end_of_frame = length + CRC_BYTES;
    wire       is_at_end = index == end_of_frame;
    wire       is_zero = data == 8'd0;
    assign read_index = index;
    assign is_busy = is_sending || pending != NONE;

    // What has no number goes first; of the answers the oldest, which is the next one behind that which was sent last.
    reg [SLOT_BITS-1:0] next_slot;
    reg [SLOT_BITS-1:0] last;
    integer             slot;
    always @* begin
        next_slot = {SLOT_BITS{1'b0}};
        for (slot = WINDOW - 1; slot >= 0; slot = slot - 1) begin
            if (pending[slot]) next_slot = slot[SLOT_BITS-1:0];
        end
        for (slot = WINDOW - 1; slot >= 0; slot = slot - 1) begin
            if (pending[slot] && slot[SLOT_BITS-1:0] > last) next_slot = slot[SLOT_BITS-1:0];
        end
        if (pending[WINDOW]) next_slot = UNNUMBERED;
    end
    wire            starts = state == IDLE && pending != NONE && !claim && !claim_all;
    wire [WINDOW:0] ended = (starts ? ONE << next_slot : NONE) | (claim ? ONE << claim_slot : NONE) | {(WINDOW + 1) {claim_all}};
    wire [WINDOW:0] begun = (send ? ONE << send_slot : NONE) | (repeat_send ? ONE << repeat_slot : NONE);

    assign byte_valid = state == BEGIN || state == CODE || (state == COPY && has_held) || state == FINISH;
    assign byte_data = state == CODE ? index - from + 8'd1 : state == COPY ? held : 8'd0;
    wire   byte_goes = byte_valid && byte_ready;

    always @(posedge clk) begin
        pending <= (pending & ~ended) | begun;
        reads_1 <= engine_reads;
        reads_2 <= reads_1;
        if (crc_left != 2'd0) begin
            crc <= crc_next;
            crc_byte <= crc_byte >> 4;
            crc_left <= crc_left - 2'd1;
        end
        if (tick != 2'd2) tick <= tick + 2'd1;
        case (state)
            IDLE: begin
                index <= 8'd0;
                tick <= 2'd0;
                crc <= 32'hffffffff;
                crc_left <= 2'd0;
                from <= 8'd0;
                has_held <= 1'b0;
                if (starts) begin
                    is_sending <= 1'b1;
                    sending <= next_slot;
                    if (!pending[WINDOW]) last <= next_slot;
                    state <= SUM;
                end
            end
            SUM: if (has_data && crc_left == 2'd0) begin
                if (index == 8'd0) length <= data + HEADER_BYTES;
                if (index != 8'd0 && index == length) begin
                    index <= 8'd0;
                    state <= BEGIN;
                end else begin
                    crc_byte <= data;
                    crc_left <= 2'd2;
                    index <= index + 8'd1;
                end
                tick <= 2'd0;
            end
            BEGIN: if (byte_goes) begin
                tick <= 2'd0;
                state <= SCAN;
            end
            SCAN: if (has_data) begin
                tick <= 2'd0;
                if (is_at_end || is_zero) state <= CODE;
                else index <= index + 8'd1;
            end
            CODE: begin
                tick <= 2'd0;
                if (byte_goes) begin
                    block_end <= index;
                    index <= from;
                    state <= COPY;
                end
            end
            COPY: begin
                if (byte_goes) has_held <= 1'b0;
                if (index == block_end) begin
                    tick <= 2'd0;
                    if (!has_held || byte_goes) begin
                        if (block_end == end_of_frame) begin
                            state <= FINISH;
                        end else begin
                            from <= block_end + 8'd1;
                            index <= block_end + 8'd1;
                            state <= SCAN;
                        end
                    end
                end else if (has_data && (!has_held || byte_goes)) begin
                    held <= data;
                    has_held <= 1'b1;
                    index <= index + 8'd1;
                    tick <= 2'd0;
                end
            end
            FINISH: if (byte_goes) begin
                is_sending <= 1'b0;
                state <= IDLE;
            end
            default: state <= IDLE;
        endcase
        if (rst) begin
            pending <= {(WINDOW + 1) {1'b0}};
            last <= {SLOT_BITS{1'b0}};
            is_sending <= 1'b0;
            state <= IDLE;
        end
    end
endmodule

`default_nettype wire
