// Carries out a board's commands: frames that the receiver took -> the core's cfg port and commands; its results -> answers.
//
//   IDLE -> HEADER -> DISPATCH -> what the type says, its answer written byte by byte behind the header -> FINISH -> IDLE
//
// src/hil/README.md says what each command does. A byte is read in three cycles (`tick`), a byte written in one; the line
// takes 40 cycles a byte at least. Answers lie in the slots of link_sender.v; slot WINDOW + 1 of that memory is the ledger:
// for each memory of the core the words held (4 bytes) and their CRC-32 (4), empty after reset; then the image's number (4). Memories are written while
// the core is idle only; a RUN that is refused gives the core nothing.
// Software twin: src/hil/device.ts; test: test/rtl/modules/link.test.ts.
`default_nettype none

module link_engine #(
    parameter WINDOW = 4,     // as in link_receiver.v
    parameter AXONS = 1024,   // of the core
    parameter AXON_BITS = AXONS > 1 ? $clog2(AXONS) : 1,
    parameter SLOT_BITS = $clog2(WINDOW) + 1
) (
    input  wire                 clk,
    input  wire                 rst,
    // the receiver
    input  wire                 frame_valid,
    output wire                 frame_release,
    output wire [7:0]           frame_index,
    input  wire [7:0]           frame_data,     // two cycles later
    output wire                 open,
    output wire [15:0]          open_session,
    input  wire [15:0]          session,
    input  wire [15:0]          expected,
    input  wire                 repeats,
    input  wire                 objects,
    input  wire [1:0]           reason,
    input  wire                 is_damaged,
    // the sender and the memory of answers
    output wire                 send,
    output wire [SLOT_BITS-1:0] answer_slot,
    output wire                 claim,
    input  wire                 is_sending,
    input  wire [SLOT_BITS-1:0] sending,
    output wire                 reads,
    output wire [5:0]           read_index,     // of the ledger
    input  wire [7:0]           read_data,      // two cycles later
    output reg                  write,
    output reg  [SLOT_BITS-1:0] write_slot,
    output reg  [7:0]           write_index,
    output reg  [7:0]           write_data,
    // IDENTITY
    output wire [5:0]           identity_index,
    input  wire [7:0]           identity_data,
    output reg                  is_armed,
    output reg                  is_inside,      // a sample was begun
    output reg                  is_faulty,      // a frame was damaged since HELLO
    output wire                 is_busy,        // something is carried out, or waits to be told
    // the core
    input  wire                 core_is_idle,
    output wire                 cfg_valid,
    output wire [2:0]           cfg_memory,
    output wire [31:0]          cfg_address,
    output wire [31:0]          cfg_data,
    output wire                 in_valid,
    input  wire                 in_ready,
    output wire [2:0]           in_kind,
    output wire [AXON_BITS-1:0] in_axon,
    input  wire                 out_valid,
    output wire                 out_ready,
    input  wire [2:0]           out_kind,
    input  wire [31:0]          out_data
);
`include "link_messages.vh"
    localparam [4:0] CLEAR = 5'd0;      // the ledger, after reset
    localparam [4:0] IDLE = 5'd1;
    localparam [4:0] HEADER = 5'd2;
    localparam [4:0] DISPATCH = 5'd3;
    localparam [4:0] ARGUMENT = 5'd4;   // bytes of the payload into `value`, then `after`
    localparam [4:0] IDENTIFY = 5'd5;
    localparam [4:0] TELL_LEDGER = 5'd6;
    localparam [4:0] LOAD_LEDGER = 5'd7;
    localparam [4:0] LOAD_DECIDE = 5'd8;
    localparam [4:0] LOAD_SUM = 5'd9;
    localparam [4:0] LOAD_WRITE = 5'd10;
    localparam [4:0] LOAD_STORE = 5'd11;
    localparam [4:0] LOAD_TELL = 5'd12;
    localparam [4:0] ARM = 5'd13;
    localparam [4:0] RUN_FLAGS = 5'd14;
    localparam [4:0] RUN_NEXT = 5'd15;
    localparam [4:0] RUN_BEGIN = 5'd16;
    localparam [4:0] RUN_WORD = 5'd17;
    localparam [4:0] RUN_STEPS = 5'd18;
    localparam [4:0] RUN_COLLECT = 5'd19;
    localparam [4:0] RUN_DONE = 5'd20;
    localparam [4:0] DUMP = 5'd21;
    localparam [4:0] DUMP_COLLECT = 5'd22;
    localparam [4:0] PUT = 5'd23;       // `value`, then `after`
    localparam [4:0] COPY = 5'd24;
    localparam [4:0] FINISH = 5'd25;

    localparam [2:0] EVENT = 3'd0;
    localparam [2:0] STEP = 3'd1;
    localparam [2:0] READ = 3'd2;
    localparam [2:0] DUMP_ALL = 3'd3;
    localparam [2:0] RESET = 3'd4;
    localparam [2:0] COUNTER = 3'd4;
    localparam [2:0] DONE = 3'd5;

    // WINDOW, and the slot behind it.
    localparam [SLOT_BITS-1:0] UNNUMBERED = 1 << (SLOT_BITS - 1);
    localparam [SLOT_BITS-1:0] LEDGER = UNNUMBERED + 1;
    localparam [7:0] FIRST_RESULT = HEADER_BYTES + 8'd2;
    localparam [7:0] ANSWER_END = HEADER_BYTES + PAYLOAD_LIMIT;
    localparam [7:0] LEDGER_BYTES = 8'd8 * MEMORIES;
    // A comparison with all ones of its width is none.
    localparam [31:0] AXON_ROWS = AXONS;
    localparam [14:0] AXON_COUNT = AXON_ROWS >= {17'd0, AXON_LIMIT} ? AXON_LIMIT : AXON_ROWS[14:0];

    reg [4:0]  state;
    reg [4:0]  after;
    reg [1:0]  tick;
    reg [7:0]  index;        // of the frame, or of a loop
    reg [7:0]  answer;       // index of the answer's next byte
    reg [2:0]  left;         // bytes of a loop that are left
    reg [7:0]  payload_left;
    reg [47:0] header;       // length, session, number, type: lowest first
    reg [2:0]  status;
    reg [31:0] value;
    reg [63:0] held;         // words, CRC
    reg [2:0]  memory;
    reg        wants_counters;
    reg        is_full;      // the answer, in the sample whose results are collected
    reg [7:0]  results;
    reg [14:0] steps;        // timesteps to be ended, or membranes before the first that is wanted
    reg [7:0]  damaged;
    reg [7:0]  repeated;
    reg        has_sample;   // the core's state is that of a sample that was read
    reg        is_nak;       // what is answered is no frame: a NAK
    reg        objects_next;
    reg [1:0]  objection;

    wire [7:0]  length = header[7:0];
    wire [15:0] of_session = header[23:8];
    wire [7:0]  kind = header[47:40];
    wire        is_hello = !is_nak && kind == TYPE_HELLO;
    wire [SLOT_BITS-1:0] numbered_slot = {1'b0, header[24+:SLOT_BITS-1]};
    assign answer_slot = is_hello || is_nak ? UNNUMBERED : numbered_slot;
    wire        slot_is_free = !is_sending || sending != answer_slot;
    wire        is_read = tick == 2'd2;

    assign is_busy = state != IDLE || objects_next;
    assign frame_index = index;
    assign read_index = state == TELL_LEDGER ? index[5:0] : {memory, 3'd0} + {3'd0, ~left};
    assign reads = (state == TELL_LEDGER || state == LOAD_LEDGER) && tick == 2'd0;
    assign identity_index = index[5:0];
    assign claim = state == DISPATCH && slot_is_free;
    assign open = claim && is_hello && length == 8'd0 && of_session != session;
    assign open_session = of_session;
    assign send = state == FINISH && left == 3'd6;
    assign frame_release = send && !is_nak;

    // ---- Words of RUN.
    wire [15:0] word = value[31:16];
    wire        is_read_word = word == WORD_READ;
    wire        is_steps_word = word[15] && !is_read_word;
    wire        is_event_word = !word[15];
    wire [14:0] axon = {1'b0, word[13:0]};
    wire        is_wrong_word = is_steps_word ? word[14:0] == 15'd0 : is_event_word && axon >= AXON_COUNT;
    wire        is_wrong_count = value[31:24] > MEMBRANES_LIMIT;
    wire        gives_word = state == RUN_WORD && !is_wrong_word && !is_steps_word;
    assign in_valid = state == RUN_BEGIN || gives_word || (state == RUN_STEPS && steps != 15'd0) || (state == DUMP && !is_wrong_count);
    assign in_kind = state == RUN_BEGIN ? RESET : state == RUN_STEPS ? STEP : state == DUMP ? DUMP_ALL : is_read_word ? READ : EVENT;
    wire [AXON_BITS+14:0] axon_wide = {{AXON_BITS{1'b0}}, axon};
    assign in_axon = axon_wide[AXON_BITS-1:0];
    wire   in_goes = in_valid && in_ready;
    assign out_ready = state == RUN_COLLECT || state == DUMP_COLLECT;
    wire   out_goes = out_valid && out_ready;
    wire   is_result = out_kind != DONE && (out_kind != COUNTER || wants_counters);
    wire   is_wanted = steps == 15'd0 && payload_left != 8'd0;

    // ---- The CRC of the words that are loaded: a byte of `value` in two cycles, lowest byte first.
    wire [31:0] crc = held[63:32];
    wire [31:0] crc_next;
    crc32_nibble u_crc (
        .crc(~crc),
        .nibble(value[3:0]),
        .next(crc_next)
    );
    reg [3:0] nibbles_left;

    wire [23:0] address = value[31:8];
    assign cfg_valid = state == LOAD_WRITE && nibbles_left == 4'd0;
    assign cfg_memory = memory;
    assign cfg_address = {8'd0, held[23:0]};
    assign cfg_data = value;

    always @(posedge clk) begin
        write <= 1'b0;
        write_slot <= answer_slot;
        write_index <= answer;
        if (tick != 2'd2) tick <= tick + 2'd1;
        if (repeats && repeated != 8'hff) repeated <= repeated + 8'd1;
        if (is_damaged) begin
            is_faulty <= 1'b1;
            if (damaged != 8'hff) damaged <= damaged + 8'd1;
        end
        case (state)
            CLEAR: begin
                write <= 1'b1;
                write_slot <= LEDGER;
                write_index <= index;
                write_data <= 8'd0;
                index <= index + 8'd1;
                if (index == LEDGER_BYTES + 8'd3) state <= IDLE;
            end
            IDLE: begin
                tick <= 2'd0;
                index <= 8'd0;
                left <= 3'd5;
                status <= {1'b0, objection};
                answer <= HEADER_BYTES + 8'd1;
                if (frame_valid) begin
                    is_nak <= 1'b0;
                    state <= HEADER;
                end else if (objects_next) begin
                    is_nak <= 1'b1;
                    header <= {TYPE_NAK & ~ANSWER_BIT, expected, session, 8'd0};
                    objects_next <= 1'b0;
                    state <= DISPATCH;
                end
            end
            HEADER: if (is_read) begin
                header <= {frame_data, header[47:8]};
                index <= index + 8'd1;
                tick <= 2'd0;
                left <= left - 3'd1;
                if (left == 3'd0) begin
                    status <= STATUS_OK;
                    state <= DISPATCH;
                end
            end
            DISPATCH: if (slot_is_free) begin
                tick <= 2'd0;
                payload_left <= length;
                left <= 3'd0;
                after <= FINISH;
                results <= 8'd0;
                state <= FINISH;
                case (kind)
                    TYPE_HELLO: begin
                        if (length == 8'd0) begin
                            index <= 8'd0;
                            state <= IDENTIFY;
                            if (open) begin
                                is_inside <= 1'b0;
                                is_faulty <= 1'b0;
                                damaged <= 8'd0;
                                repeated <= 8'd0;
                            end
                        end else begin
                            status <= STATUS_MALFORMED;
                        end
                    end
                    TYPE_LOAD: begin
                        left <= 3'd3;
                        after <= LOAD_LEDGER;
                        state <= ARGUMENT;
                        if (length < 8'd8 || length[1:0] != 2'd0) begin
                            status <= STATUS_MALFORMED;
                            left <= 3'd0;
                            state <= FINISH;
                        end
                    end
                    TYPE_ARM: begin
                        left <= 3'd3;
                        after <= ARM;
                        state <= ARGUMENT;
                        if (length != 8'd4) begin
                            status <= STATUS_MALFORMED;
                            left <= 3'd0;
                            state <= FINISH;
                        end
                    end
                    TYPE_RUN: begin
                        after <= RUN_FLAGS;
                        state <= ARGUMENT;
                        if (!is_armed || !length[0]) begin
                            status <= length[0] ? STATUS_NOT_ARMED : STATUS_MALFORMED;
                            state <= FINISH;
                        end
                    end
                    TYPE_ABORT: begin
                        if (length == 8'd0) is_inside <= 1'b0;
                        else status <= STATUS_MALFORMED;
                    end
                    TYPE_MEMBRANES: begin
                        left <= 3'd2;
                        after <= DUMP;
                        state <= ARGUMENT;
                        if (!is_armed || length != 8'd3 || !has_sample) begin
                            status <= length != 8'd3 || is_armed ? STATUS_MALFORMED : STATUS_NOT_ARMED;
                            left <= 3'd0;
                            state <= FINISH;
                        end
                    end
                    TYPE_PING: begin
                        value <= {16'd0, repeated, damaged};
                        left <= 3'd1;
                        after <= COPY;
                        state <= PUT;
                        if (length > PING_LIMIT) begin
                            status <= STATUS_MALFORMED;
                            left <= 3'd0;
                            state <= FINISH;
                        end
                    end
                    default: if (!is_nak) status <= STATUS_UNKNOWN;
                endcase
            end
            ARGUMENT: if (is_read) begin
                value <= {frame_data, value[31:8]};
                index <= index + 8'd1;
                payload_left <= payload_left - 8'd1;
                left <= left - 3'd1;
                tick <= 2'd0;
                if (left == 3'd0) begin
                    left <= 3'd7;
                    state <= after;
                end
            end

            // ---- HELLO
            IDENTIFY: begin
                write <= 1'b1;
                write_data <= identity_data;
                answer <= answer + 8'd1;
                index <= index + 8'd1;
                tick <= 2'd0;
                if (index == IDENTITY_BYTES - 8'd1) begin
                    index <= 8'd0;
                    state <= TELL_LEDGER;
                end
            end
            TELL_LEDGER: if (is_read) begin
                write <= 1'b1;
                write_data <= read_data;
                answer <= answer + 8'd1;
                index <= index + 8'd1;
                tick <= 2'd0;
                if (index == LEDGER_BYTES + 8'd3) state <= FINISH;
            end

            // ---- LOAD
            LOAD_LEDGER: begin
                memory <= value[2:0];
                // In the first cycle `memory` is that of the load before: nothing is taken until it is read again.
                if (value[7:0] >= MEMORIES) begin
                    status <= STATUS_MALFORMED;
                    left <= 3'd0;
                    state <= FINISH;
                end else if (memory != value[2:0]) begin
                    tick <= 2'd0;
                end else if (is_read) begin
                    held <= {read_data, held[63:8]};
                    left <= left - 3'd1;
                    tick <= 2'd0;
                    if (left == 3'd0) state <= LOAD_DECIDE;
                end
            end
            LOAD_DECIDE: begin
                left <= 3'd7;
                tick <= 2'd0;
                after <= LOAD_SUM;
                if (address != 24'd0 && address != held[23:0]) begin
                    status <= STATUS_OUT_OF_ORDER;
                    state <= LOAD_TELL;
                end else if (core_is_idle) begin
                    if (address == 24'd0) held <= 64'd0;
                    is_armed <= 1'b0;
                    is_inside <= 1'b0;
                    has_sample <= 1'b0;
                    left <= 3'd3;
                    state <= ARGUMENT;
                end
            end
            LOAD_SUM: begin
                nibbles_left <= 4'd8;
                state <= LOAD_WRITE;
            end
            LOAD_WRITE: begin
                tick <= 2'd0;
                if (nibbles_left != 4'd0) begin
                    held[63:32] <= ~crc_next;
                    value <= {value[3:0], value[31:4]};
                    nibbles_left <= nibbles_left - 4'd1;
                end else begin
                    held[23:0] <= held[23:0] + 24'd1;
                    left <= payload_left == 8'd0 ? 3'd7 : 3'd3;
                    state <= payload_left == 8'd0 ? LOAD_STORE : ARGUMENT;
                end
            end
            LOAD_STORE: begin
                write <= 1'b1;
                write_slot <= LEDGER;
                write_index <= {2'd0, memory, ~left};
                write_data <= held[7:0];
                held <= {held[7:0], held[63:8]};
                left <= left - 3'd1;
                if (left == 3'd0) begin
                    left <= 3'd7;
                    state <= LOAD_TELL;
                end
            end
            LOAD_TELL: begin
                // The highest byte of the words is always 0: the memory's number goes in its place.
                write <= 1'b1;
                write_data <= left == 3'd4 ? {5'd0, memory} : held[7:0];
                held <= {held[7:0], held[63:8]};
                answer <= answer + 8'd1;
                left <= left - 3'd1;
                if (left == 3'd0) begin
                    left <= 3'd0;
                    state <= FINISH;
                end
            end

            // `left` begins at 7, because an argument came before: four of eight bytes are the number.
            ARM: begin
                write <= left[2];
                write_slot <= LEDGER;
                write_index <= LEDGER_BYTES + {6'd0, ~left[1:0]};
                write_data <= value[7:0];
                value <= {value[7:0], value[31:8]};
                left <= left - 3'd1;
                if (left == 3'd0) begin
                    is_armed <= value != 32'd0;
                    is_inside <= 1'b0;
                    state <= FINISH;
                    left <= 3'd0;
                end
            end

            // ---- RUN
            RUN_FLAGS: begin
                wants_counters <= value[24];
                answer <= FIRST_RESULT;
                state <= RUN_NEXT;
            end
            RUN_NEXT: begin
                tick <= 2'd0;
                left <= 3'd1;
                is_full <= 1'b0;
                after <= is_inside ? RUN_WORD : RUN_BEGIN;
                state <= payload_left == 8'd0 ? RUN_DONE : ARGUMENT;
            end
            RUN_BEGIN: if (in_goes) begin
                is_inside <= 1'b1;
                has_sample <= 1'b0;
                state <= RUN_WORD;
            end
            RUN_WORD: begin
                steps <= is_event_word ? {14'd0, word[14]} : word[14:0];
                if (is_wrong_word) begin
                    status <= STATUS_MALFORMED;
                    is_inside <= 1'b0;
                    state <= RUN_DONE;
                end else if (is_steps_word) begin
                    state <= RUN_STEPS;
                end else if (in_goes) begin
                    state <= is_read_word ? RUN_COLLECT : RUN_STEPS;
                end
            end
            RUN_STEPS: begin
                if (in_goes) steps <= steps - 15'd1;
                if (steps == 15'd0) state <= RUN_NEXT;
            end
            RUN_COLLECT: begin
                after <= RUN_COLLECT;
                left <= 3'd3;
                if (out_goes) begin
                    value <= out_data;
                    if (out_kind == DONE) begin
                        is_inside <= 1'b0;
                        has_sample <= 1'b1;
                        if (!is_full) results <= results + 8'd1;
                        state <= RUN_NEXT;
                    end else if (is_result) begin
                        state <= PUT;
                    end
                end
            end
            RUN_DONE: begin
                write <= 1'b1;
                write_index <= FIRST_RESULT - 8'd1;
                write_data <= results;
                left <= 3'd0;
                state <= FINISH;
            end

            // ---- MEMBRANES
            DUMP: begin
                steps <= value[22:8];
                payload_left <= value[31:24];
                if (is_wrong_count) begin
                    status <= STATUS_MALFORMED;
                    left <= 3'd0;
                    state <= FINISH;
                end else if (in_goes) begin
                    state <= DUMP_COLLECT;
                end
            end
            DUMP_COLLECT: begin
                after <= DUMP_COLLECT;
                left <= 3'd3;
                if (out_goes) begin
                    value <= out_data;
                    if (out_kind == DONE) begin
                        left <= 3'd0;
                        state <= FINISH;
                    end else if (is_wanted) begin
                        payload_left <= payload_left - 8'd1;
                        state <= PUT;
                    end else if (steps != 15'd0) begin
                        steps <= steps - 15'd1;
                    end
                end
            end

            // ---- Bytes of an answer.
            PUT: begin
                write <= answer != ANSWER_END;
                write_data <= value[7:0];
                value <= value >> 8;
                tick <= 2'd0;
                if (answer != ANSWER_END) begin
                    answer <= answer + 8'd1;
                end else begin
                    status <= STATUS_TOO_MANY;
                    is_full <= 1'b1;
                end
                left <= left - 3'd1;
                if (left == 3'd0) state <= after;
            end
            COPY: begin
                left <= 3'd0;
                if (payload_left == 8'd0) begin
                    state <= FINISH;
                end else if (is_read) begin
                    write <= 1'b1;
                    write_data <= frame_data;
                    answer <= answer + 8'd1;
                    index <= index + 8'd1;
                    payload_left <= payload_left - 8'd1;
                    tick <= 2'd0;
                end
            end
            FINISH: begin
                write <= 1'b1;
                write_index <= {5'd0, left};
                case (left)
                    3'd0: write_data <= answer - HEADER_BYTES;
                    3'd1: write_data <= header[15:8];
                    3'd2: write_data <= header[23:16];
                    3'd3: write_data <= header[31:24];
                    3'd4: write_data <= header[39:32];
                    3'd5: write_data <= header[47:40] | ANSWER_BIT;
                    default: write_data <= {5'd0, status};
                endcase
                left <= left + 3'd1;
                if (left == 3'd6) state <= IDLE;
            end
            default: state <= IDLE;
        endcase
        if (objects) begin
            objects_next <= 1'b1;
            objection <= reason;
        end
        if (rst) begin
            state <= CLEAR;
            index <= 8'd0;
            header <= 48'd0;
            write <= 1'b0;
            is_armed <= 1'b0;
            is_inside <= 1'b0;
            has_sample <= 1'b0;
            is_faulty <= 1'b0;
            damaged <= 8'd0;
            repeated <= 8'd0;
            objects_next <= 1'b0;
        end
    end

    wire unused_axon = &{1'b0, axon_wide[AXON_BITS+14:AXON_BITS]};
endmodule

`default_nettype wire
