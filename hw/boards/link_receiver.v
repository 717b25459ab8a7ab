// Bytes of the line -> frames that may be carried out, each in a slot of 256 bytes.
//
//   byte -> COBS -> slot `fill`, CRC, length, header fields --zero byte--> damaged, repeated, ahead, or the next: taken
//
// A frame acts only once its last byte has come and CRC and length are right (src/hil/README.md). Taken frames wait in
// WINDOW slots, the oldest one (`slot`) offered; `release` frees it. HELLO is taken whatever its session and number; a frame
// for which there is no slot is dropped without a word. What is not taken says why for a cycle: `repeats` (carried out
// before: its answer is wanted again), or `objects` with a reason; of frames that are ahead only the first one since the
// last that was taken. `open` (HELLO being carried out) makes `session` the current one, expects 0, and forgets all slots
// but the one being carried out.
// Software twin: src/hil/device.ts; test: test/rtl/modules/link.test.ts.
`default_nettype none

module link_receiver #(
    parameter WINDOW = 4, // a power of two, 2..8
    parameter SLOT_BITS = $clog2(WINDOW)
) (
    input  wire                   clk,
    input  wire                   rst,
    input  wire                   byte_valid,
    input  wire [7:0]             byte_data,
    input  wire                   is_broken,
    // frames that wait
    output wire                   frame_valid,
    output reg  [SLOT_BITS-1:0]   slot,
    input  wire                   release_slot,
    input  wire [7:0]             read_index,
    output wire [7:0]             read_data,    // of the slot offered, two cycles later
    // sessions
    input  wire                   open,
    input  wire [15:0]            open_session,
    output reg  [15:0]            session,
    output reg  [15:0]            expected,
    // what was not taken
    output reg                    repeats,
    output reg  [SLOT_BITS-1:0]   repeated,     // slot of its answer
    output reg                    objects,
    output reg  [1:0]             reason,
    output reg                    is_damaged    // for a cycle, with each damaged frame
);
`include "link_messages.vh"
    localparam [31:0] RESIDUE = 32'hdebb20e3;
    localparam [SLOT_BITS-1:0] ONE_SLOT = 1;
    localparam [SLOT_BITS:0] ALL_USED = 1 << SLOT_BITS;
    localparam [SLOT_BITS:0] ONE_USED = 1;
    localparam [15:0] WINDOW_LENGTH = 1 << SLOT_BITS;

    generate
        if (WINDOW < 2 || WINDOW > 8 || (WINDOW & (WINDOW - 1)) != 0) begin : gen_illegal_window
            link_receiver_WINDOW_must_be_a_power_of_two_from_2_to_8 u_illegal ();
        end
    endgenerate

    // ---- COBS: a code says how many bytes follow before the next zero of the frame, which comes with the next code.
    reg        has_code;     // of this frame
    reg [7:0]  code_left;    // bytes until the next code
    reg        code_is_full; // no zero before the next code
    wire       is_delimiter = byte_data == 8'd0;
    wire       is_code = code_left == 8'd0;
    wire       gives_zero = is_code && has_code && !code_is_full;
    wire       gives = byte_valid && !is_delimiter && (!is_code || gives_zero);
    wire [7:0] given = is_code ? 8'd0 : byte_data;
    wire       ends = byte_valid && is_delimiter && has_code;

    always @(posedge clk) begin
        if (byte_valid) begin
            has_code <= !is_delimiter;
            code_left <= is_delimiter ? 8'd0 : (is_code ? byte_data : code_left) - 8'd1;
            if (is_code) code_is_full <= byte_data == 8'hff;
        end
        if (rst) begin
            has_code <= 1'b0;
            code_left <= 8'd0;
        end
    end

    // ---- The frame: its bytes into the slot, its CRC in two cycles, the fields that decide about it.
    reg  [SLOT_BITS-1:0] fill;
    reg  [SLOT_BITS:0]   used;
    wire                 has_room = used != ALL_USED;
    reg [7:0]  index;
    reg        is_bad;       // too long, or with a byte that was broken
    reg        is_dropped;   // not all of it found room
    reg [31:0] crc;
    reg [7:0]  crc_byte;
    reg [1:0]  crc_left;
    reg [7:0]  length;
    reg [15:0] of_session;
    reg [15:0] number;
    reg [7:0]  kind;
    wire [31:0] crc_next;
    crc32_nibble u_crc (
        .crc(crc),
        .nibble(crc_byte[3:0]),
        .next(crc_next)
    );

    wire [7:0] length_meant = length + HEADER_BYTES + CRC_BYTES;
    wire       length_fits = length <= PAYLOAD_LIMIT && index == length_meant;
    wire       starts = byte_valid && is_delimiter;

    always @(posedge clk) begin
        if (crc_left != 2'd0) begin
            crc <= crc_next;
            crc_byte <= crc_byte >> 4;
            crc_left <= crc_left - 2'd1;
        end
        if (gives) begin
            crc_byte <= given;
            crc_left <= 2'd2;
            index <= index + 8'd1;
            if (index == 8'd0) length <= given;
            if (index == 8'd1) of_session[7:0] <= given;
            if (index == 8'd2) of_session[15:8] <= given;
            if (index == 8'd3) number[7:0] <= given;
            if (index == 8'd4) number[15:8] <= given;
            if (index == 8'd5) kind <= given;
            if (index == 8'hff) is_bad <= 1'b1;
            if (!has_room) is_dropped <= 1'b1;
        end
        if (byte_valid && is_broken) is_bad <= 1'b1;
        if (starts || rst) begin
            index <= 8'd0;
            is_bad <= 1'b0;
            is_dropped <= 1'b0;
            crc <= 32'hffffffff;
            crc_left <= 2'd0;
        end
    end

    // ---- At its end.
    reg                  is_told; // a gap was objected to
    // A broken zero, as a line held low gives it, ends the frame as damaged.
    wire                 is_whole = !is_bad && !is_broken && is_code && length_fits && crc == RESIDUE;
    wire                 is_hello = kind == TYPE_HELLO;
    wire                 is_ours = of_session == session && session != 16'd0;
    wire [15:0]          behind = expected - number;
    wire [15:0]          ahead = number - expected;
    wire                 is_next = behind == 16'd0;
    wire                 is_behind = !is_next && behind <= WINDOW_LENGTH;
    wire                 was_done = behind[SLOT_BITS:0] > used;
    wire                 is_numbered = ends && is_whole && !is_hello && is_ours;
    wire                 takes = has_room && !is_dropped && ((ends && is_whole && is_hello) || (is_numbered && is_next));

    always @(posedge clk) begin
        repeats <= is_numbered && is_behind && was_done;
        repeated <= number[SLOT_BITS-1:0];
        objects <= 1'b0;
        is_damaged <= ends && !is_whole;
        if (ends && !is_whole) begin
            objects <= 1'b1;
            reason <= REASON_DAMAGED;
            is_told <= 1'b1;
        end else if (ends && !is_hello && !is_ours) begin
            objects <= 1'b1;
            reason <= REASON_OTHER_SESSION;
        end else if (is_numbered && ahead != 16'd0 && ahead < 16'd256) begin
            objects <= !is_told;
            reason <= REASON_AHEAD;
            is_told <= 1'b1;
        end
        if (takes) begin
            fill <= fill + ONE_SLOT;
            is_told <= 1'b0;
            if (!is_hello) expected <= expected + 16'd1;
        end
        if (release_slot) slot <= slot + ONE_SLOT;
        if (takes && !release_slot) used <= used + ONE_USED;
        if (release_slot && !takes) used <= used - ONE_USED;
        if (open) begin
            session <= open_session;
            expected <= 16'd0;
            fill <= slot + ONE_SLOT;
            used <= ONE_USED;
            is_told <= 1'b0;
        end
        if (rst) begin
            session <= 16'd0;
            expected <= 16'd0;
            fill <= {SLOT_BITS{1'b0}};
            slot <= {SLOT_BITS{1'b0}};
            used <= {(SLOT_BITS + 1) {1'b0}};
            is_told <= 1'b0;
            repeats <= 1'b0;
            objects <= 1'b0;
            is_damaged <= 1'b0;
        end
    end
    assign frame_valid = used != {(SLOT_BITS + 1) {1'b0}};

    ram_1r1w #(
        .WIDTH(8),
        .DEPTH(WINDOW * 256)
    ) u_frames (
        .clk(clk),
        .write_enable(gives && has_room),
        .write_address({fill, index}),
        .write_data(given),
        .read_enable(1'b1),
        .read_address({slot, read_index}),
        .advance(1'b1),
        .clear(1'b0),
        .read_data(read_data)
    );
endmodule

`default_nettype wire
