// A core on a serial line, as boards have it: power-on reset, line, frames, commands, and snn_core.
//
//   rx -> uart_rx -> link_receiver -> link_engine -> cfg, commands -> snn_core -> results -> link_engine -> answers
//                                                                       tx <- uart_tx <- link_sender <-----+
//
// src/hil/README.md says what goes over the line. `rst_request` (a button) and the first 16 cycles after configuration reset
// everything but the core's memories; the image counts as lost then. With EXTERNAL_WEIGHTS also spi_flash_reader, whose
// flash has the weights from byte FLASH_BASE on; without, the flash is left deselected. `is_faulty`: a frame was damaged in
// this session; `is_armed`: an image is complete; `is_busy`: a command is carried out, or an answer is sent.
// Software twin: src/hil/device.ts with rtl/snn_core.v's own; tests: test/rtl/modules/link.test.ts, test/rtl/flow/board.test.ts.
`default_nettype none

module board_core #(
    parameter CLOCK_HZ = 12000000,  // of clk, a multiple of 100; at least 4 x BAUD
    parameter BAUD = 1000000,       // bits a second, a multiple of 100
    parameter WINDOW = 2,           // commands that may be unanswered: 2, 4 or 8
    parameter LANES = 8,            // from here on as in snn_core.v
    parameter GROUPS = 32,
    parameter AXONS = 1024,
    parameter SEGMENTS = 256,
    parameter WEIGHT_WORDS = 1024,
    parameter WEIGHT_BITS = 8,
    parameter SLOTS = 4,
    parameter STATE_BITS = 16,
    parameter EXPONENT_MAX = 0,
    parameter LEAK_MAX = 15,
    parameter HAS_BIAS = 0,
    parameter HAS_SUBTRACT = 0,
    parameter HAS_REFRACTORY = 0,
    parameter HAS_CUBA = 0,
    parameter CUBA_MULTIPLIERS = 1,
    parameter FORGET_BITS = 0,
    parameter COUNTERS = 1,
    parameter EXTERNAL_WEIGHTS = 0,
    parameter FETCH_DEPTH = 2,
    parameter FLASH_BASE = 1048576  // as in spi_flash_reader.v
) (
    input  wire clk,
    input  wire rst_request,
    input  wire rx,
    output wire tx,
    output wire is_faulty,
    output wire is_armed,
    output wire is_busy,
    output wire flash_select_n,
    output wire flash_clock,
    output wire flash_in,
    input  wire flash_out
);
`include "link_messages.vh"
    localparam AXON_BITS = AXONS > 1 ? $clog2(AXONS) : 1;
    localparam SLOT_BITS = $clog2(WINDOW) + 1;

    // Flip-flops start as zeros on the FPGAs that are supported.
    reg [3:0] reset_cycles = 4'd0;
    reg [1:0] request;
    reg       rst = 1'b1;
    always @(posedge clk) begin
        request <= {request[0], rst_request};
        if (reset_cycles != 4'd15) reset_cycles <= reset_cycles + 4'd1;
        rst <= reset_cycles != 4'd15 || request[1];
    end

    // ---- The line.
    wire       received;
    wire [7:0] received_data;
    wire       received_is_broken;
    uart_rx #(
        .CLOCK_HZ(CLOCK_HZ),
        .BAUD(BAUD)
    ) u_rx (
        .clk(clk),
        .rst(rst),
        .rx(rx),
        .byte_valid(received),
        .byte_data(received_data),
        .is_broken(received_is_broken)
    );

    wire       sent;
    wire       sent_ready;
    wire [7:0] sent_data;
    uart_tx #(
        .CLOCK_HZ(CLOCK_HZ),
        .BAUD(BAUD)
    ) u_tx (
        .clk(clk),
        .rst(rst),
        .byte_valid(sent),
        .byte_ready(sent_ready),
        .byte_data(sent_data),
        .tx(tx)
    );

    // ---- Frames in.
    wire                 frame_valid;
    wire                 frame_release;
    wire [7:0]           frame_index;
    wire [7:0]           frame_data;
    wire                 open;
    wire [15:0]          open_session;
    wire [15:0]          session;
    wire [15:0]          expected;
    wire                 repeats;
    wire [SLOT_BITS-2:0] repeated;
    wire                 objects;
    wire [1:0]           reason;
    wire                 is_damaged;
    wire [SLOT_BITS-2:0] unused_slot;
    link_receiver #(
        .WINDOW(WINDOW)
    ) u_receiver (
        .clk(clk),
        .rst(rst),
        .byte_valid(received),
        .byte_data(received_data),
        .is_broken(received_is_broken),
        .frame_valid(frame_valid),
        .slot(unused_slot),
        .release_slot(frame_release),
        .read_index(frame_index),
        .read_data(frame_data),
        .open(open),
        .open_session(open_session),
        .session(session),
        .expected(expected),
        .repeats(repeats),
        .repeated(repeated),
        .objects(objects),
        .reason(reason),
        .is_damaged(is_damaged)
    );

    // ---- What they say.
    wire                 send;
    wire [SLOT_BITS-1:0] answer_slot;
    wire                 claim;
    wire                 is_sending;
    wire [SLOT_BITS-1:0] sending;
    wire                 engine_reads;
    wire [5:0]           ledger_index;
    wire                 write;
    wire [SLOT_BITS-1:0] write_slot;
    wire [7:0]           write_index;
    wire [7:0]           write_data;
    wire [7:0]           answer_data;
    wire [5:0]           identity_index;
    wire [7:0]           identity_data;
    wire                 is_inside;
    wire                 cfg_valid;
    wire [2:0]           cfg_memory;
    wire [31:0]          cfg_address;
    wire [31:0]          cfg_data;
    wire                 in_valid;
    wire                 in_ready;
    wire [2:0]           in_kind;
    wire [AXON_BITS-1:0] in_axon;
    wire                 out_valid;
    wire                 out_ready;
    wire [2:0]           out_kind;
    wire [31:0]          out_data;
    wire                 core_is_idle;
    wire                 engine_is_busy;
    wire                 sender_is_busy;
    assign is_busy = frame_valid || engine_is_busy || sender_is_busy || !sent_ready;
    link_engine #(
        .WINDOW(WINDOW),
        .AXONS(AXONS)
    ) u_engine (
        .clk(clk),
        .rst(rst),
        .frame_valid(frame_valid),
        .frame_release(frame_release),
        .frame_index(frame_index),
        .frame_data(frame_data),
        .open(open),
        .open_session(open_session),
        .session(session),
        .expected(expected),
        .repeats(repeats),
        .objects(objects),
        .reason(reason),
        .is_damaged(is_damaged),
        .send(send),
        .answer_slot(answer_slot),
        .claim(claim),
        .is_sending(is_sending),
        .sending(sending),
        .reads(engine_reads),
        .read_index(ledger_index),
        .read_data(answer_data),
        .write(write),
        .write_slot(write_slot),
        .write_index(write_index),
        .write_data(write_data),
        .identity_index(identity_index),
        .identity_data(identity_data),
        .is_armed(is_armed),
        .is_inside(is_inside),
        .is_faulty(is_faulty),
        .is_busy(engine_is_busy),
        .core_is_idle(core_is_idle),
        .cfg_valid(cfg_valid),
        .cfg_memory(cfg_memory),
        .cfg_address(cfg_address),
        .cfg_data(cfg_data),
        .in_valid(in_valid),
        .in_ready(in_ready),
        .in_kind(in_kind),
        .in_axon(in_axon),
        .out_valid(out_valid),
        .out_ready(out_ready),
        .out_kind(out_kind),
        .out_data(out_data)
    );

    localparam [31:0] CLOCK = CLOCK_HZ;
    localparam [31:0] LINE = BAUD;
    localparam [31:0] UNANSWERED = WINDOW;
    localparam [31:0] OF_LANES = LANES;
    localparam [31:0] OF_WEIGHT_BITS = WEIGHT_BITS;
    localparam [31:0] OF_STATE_BITS = STATE_BITS;
    localparam [31:0] OF_SLOTS = SLOTS;
    localparam [31:0] OF_EXPONENT_MAX = EXPONENT_MAX;
    localparam [31:0] OF_LEAK_MAX = LEAK_MAX;
    localparam [31:0] OF_FORGET_BITS = FORGET_BITS;
    localparam [31:0] OF_GROUPS = GROUPS;
    localparam [31:0] OF_SEGMENTS = SEGMENTS;
    localparam [31:0] OF_AXONS = AXONS;
    localparam [31:0] OF_WEIGHT_WORDS = WEIGHT_WORDS;
    link_identity u_identity (
        .protocol(PROTOCOL_VERSION),
        .window(UNANSWERED[7:0]),
        .state({6'd0, is_inside, is_armed}),
        .features({2'd0, HAS_CUBA != 0, EXTERNAL_WEIGHTS != 0, COUNTERS != 0, HAS_REFRACTORY != 0, HAS_SUBTRACT != 0, HAS_BIAS != 0}),
        .clock_hz(CLOCK),
        .baud(LINE),
        .lanes(OF_LANES[7:0]),
        .weight_bits(OF_WEIGHT_BITS[7:0]),
        .state_bits(OF_STATE_BITS[7:0]),
        .slots(OF_SLOTS[7:0]),
        .exponent_max(OF_EXPONENT_MAX[7:0]),
        .leak_max(OF_LEAK_MAX[7:0]),
        .forget_bits(OF_FORGET_BITS[7:0]),
        .groups(OF_GROUPS[15:0]),
        .segments(OF_SEGMENTS),
        .axons(OF_AXONS),
        .weight_words(OF_WEIGHT_WORDS),
        .index(identity_index),
        .data(identity_data)
    );

    // ---- Answers out. The ledger lies behind them; WINDOW slots would not do, twice as many are the next power of two.
    wire [7:0]           sender_index;
    localparam [SLOT_BITS-1:0] LEDGER = (1 << (SLOT_BITS - 1)) + 1;
    link_sender #(
        .WINDOW(WINDOW)
    ) u_sender (
        .clk(clk),
        .rst(rst),
        .send(send),
        .send_slot(answer_slot),
        .repeat_send(repeats),
        .repeat_slot({1'b0, repeated}),
        .claim(claim),
        .claim_slot(answer_slot),
        .claim_all(open),
        .is_sending(is_sending),
        .is_busy(sender_is_busy),
        .sending(sending),
        .engine_reads(engine_reads),
        .read_index(sender_index),
        .read_data(answer_data),
        .byte_valid(sent),
        .byte_ready(sent_ready),
        .byte_data(sent_data)
    );

    ram_1r1w #(
        .WIDTH(8),
        .DEPTH(2 * WINDOW * 256)
    ) u_answers (
        .clk(clk),
        .write_enable(write),
        .write_address({write_slot, write_index}),
        .write_data(write_data),
        .read_enable(1'b1),
        .read_address(engine_reads ? {LEDGER, 2'd0, ledger_index} : {sending, sender_index}),
        .advance(1'b1),
        .clear(1'b0),
        .read_data(answer_data)
    );

    // For cores of a mesh.
    wire                               unused_export_valid;
    wire [$clog2(GROUPS * LANES) - 1:0] unused_export_neuron;
    wire                               weight_request_valid;
    wire                               weight_request_ready;
    wire [$clog2(WEIGHT_WORDS)-1:0]    weight_request_address;
    wire                               weight_answer_valid;
    wire [LANES*WEIGHT_BITS-1:0]       weight_answer_data;
    snn_core #(
        .LANES(LANES),
        .GROUPS(GROUPS),
        .AXONS(AXONS),
        .SEGMENTS(SEGMENTS),
        .WEIGHT_WORDS(WEIGHT_WORDS),
        .WEIGHT_BITS(WEIGHT_BITS),
        .SLOTS(SLOTS),
        .STATE_BITS(STATE_BITS),
        .EXPONENT_MAX(EXPONENT_MAX),
        .LEAK_MAX(LEAK_MAX),
        .HAS_BIAS(HAS_BIAS),
        .HAS_SUBTRACT(HAS_SUBTRACT),
        .HAS_REFRACTORY(HAS_REFRACTORY),
        .HAS_CUBA(HAS_CUBA),
        .CUBA_MULTIPLIERS(CUBA_MULTIPLIERS),
        .FORGET_BITS(FORGET_BITS),
        .TRACE(0),
        .COUNTERS(COUNTERS),
        .EXTERNAL_WEIGHTS(EXTERNAL_WEIGHTS),
        .FETCH_DEPTH(FETCH_DEPTH)
    ) u_core (
        .clk(clk),
        .rst(rst),
        .cfg_valid(cfg_valid),
        .cfg_memory(cfg_memory),
        .cfg_address(cfg_address),
        .cfg_data(cfg_data),
        .in_valid(in_valid),
        .in_ready(in_ready),
        .in_kind(in_kind),
        .in_axon(in_axon),
        .out_valid(out_valid),
        .out_ready(out_ready),
        .out_kind(out_kind),
        .out_data(out_data),
        .export_valid(unused_export_valid),
        .export_ready(1'b0),
        .export_neuron(unused_export_neuron),
        .is_idle(core_is_idle),
        .weight_request_valid(weight_request_valid),
        .weight_request_ready(weight_request_ready),
        .weight_request_address(weight_request_address),
        .weight_answer_valid(weight_answer_valid),
        .weight_answer_data(weight_answer_data)
    );

    generate
        if (EXTERNAL_WEIGHTS != 0) begin : gen_flash
            spi_flash_reader #(
                .WORD_BITS(LANES * WEIGHT_BITS),
                .ADDRESS_BITS($clog2(WEIGHT_WORDS)),
                .BASE_ADDRESS(FLASH_BASE)
            ) u_flash (
                .clk(clk),
                .rst(rst),
                .request_valid(weight_request_valid),
                .request_ready(weight_request_ready),
                .request_address(weight_request_address),
                .answer_valid(weight_answer_valid),
                .answer_data(weight_answer_data),
                .flash_select_n(flash_select_n),
                .flash_clock(flash_clock),
                .flash_in(flash_in),
                .flash_out(flash_out)
            );
        end else begin : gen_no_flash
            assign weight_request_ready = 1'b0;
            assign weight_answer_valid = 1'b0;
            assign weight_answer_data = {(LANES * WEIGHT_BITS) {1'b0}};
            assign flash_select_n = 1'b1;
            assign flash_clock = 1'b0;
            assign flash_in = 1'b0;
            wire unused_flash = &{1'b0, weight_request_valid, weight_request_address, flash_out};
        end
    endgenerate
endmodule

`default_nettype wire
