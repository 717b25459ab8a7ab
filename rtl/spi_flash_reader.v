// The weight port's other side on a board: reads weight words from an SPI flash, a bit a clock of the flash.
//
//   word at `address` = bytes BASE_ADDRESS + address x WORD_BITS / 8 .., lowest byte first; of a byte the highest bit first
//
//   REST -> IDLE -> WAKE -> REST            once after reset, where WAKE_CYCLES: command AB, "release from power-down"
//           IDLE -> COMMAND -> DATA -> OPEN       a word is asked for: command 03 (with FAST 0B and eight cycles more), address
//                              DATA <- OPEN       the word behind it is asked for: the flash just goes on
//           IDLE <- REST     <------- OPEN       another word is asked for: the flash is deselected
//
// SPI mode 0: the flash's clock rests low; it takes a bit when the clock rises and gives the next when it falls. The bit given is
// taken at the next fall, a whole period later, so that it has all that time to come. Without a request the flash stays selected
// behind the last word, its clock at rest. One request waits inside while a word is read.
//
// Latency: a period of the flash's clock is 2 x HALF_CYCLES; a word that follows the one before takes WORD_BITS periods and one
// cycle, another one the command's 32 (FAST: 40) periods and DESELECT_CYCLES more. Requests by valid and ready; an answer is valid for a
// cycle, in the order of requests: whoever asks has room for it (weight_fetch.v). Reset deselects the flash and forgets requests.
// Software twin: an array of bytes; test: test/rtl/modules/spi-flash.test.ts, with a core test/rtl/core/external.test.ts.
`default_nettype none

module spi_flash_reader #(
    parameter WORD_BITS = 64,         // of a weight word: LANES x WEIGHT_BITS; a power of two, 8..512
    parameter ADDRESS_BITS = 14,      // bits of the number of a weight word
    parameter BASE_ADDRESS = 1048576, // byte of the flash where the weights begin
    parameter HALF_CYCLES = 1,        // clock cycles of half a period of the flash's clock, >= 1
    parameter FAST = 0,               // 1: command 0B, for clocks of the flash above what 03 allows
    parameter DESELECT_CYCLES = 2,    // clock cycles that the flash stays deselected between commands, >= 1
    parameter WAKE_CYCLES = 600       // clock cycles that the flash takes to wake; 0: it is awake
) (
    input  wire                    clk,
    input  wire                    rst,
    // the weight port
    input  wire                    request_valid,
    output wire                    request_ready,
    input  wire [ADDRESS_BITS-1:0] request_address,
    output reg                     answer_valid,
    output wire [WORD_BITS-1:0]    answer_data,
    // the flash
    output reg                     flash_select_n,
    output reg                     flash_clock,
    output wire                    flash_in,   // MOSI, IO0
    input  wire                    flash_out   // MISO, IO1
);
    localparam BYTE_BITS = $clog2(WORD_BITS / 8);
    localparam LEFT_BITS = $clog2((WORD_BITS > 40 ? WORD_BITS : 40) + 1);
    localparam REST_BITS = $clog2((WAKE_CYCLES > DESELECT_CYCLES ? WAKE_CYCLES : DESELECT_CYCLES) + 1);
    localparam HALF_BITS = HALF_CYCLES > 1 ? $clog2(HALF_CYCLES) : 1;
    localparam HALF_LAST_NUMBER = HALF_CYCLES - 1;
    localparam HEADER_BITS = FAST != 0 ? 40 : 32;

    localparam [7:0] COMMAND_READ = FAST != 0 ? 8'h0b : 8'h03;
    localparam [7:0] COMMAND_WAKE = 8'hab;
    localparam [23:0] BASE = BASE_ADDRESS[23:0];
    localparam [LEFT_BITS-1:0] HEADER_LEFT = HEADER_BITS;
    localparam [LEFT_BITS-1:0] WAKE_LEFT = 8;
    localparam [LEFT_BITS-1:0] WORD_LEFT = WORD_BITS[LEFT_BITS-1:0];
    localparam [LEFT_BITS-1:0] ONE_LEFT = 1;
    localparam [REST_BITS-1:0] WAKE_REST = WAKE_CYCLES[REST_BITS-1:0];
    localparam [REST_BITS-1:0] DESELECT_REST = DESELECT_CYCLES[REST_BITS-1:0];
    localparam [REST_BITS-1:0] ONE_REST = 1;
    localparam [HALF_BITS-1:0] HALF_LAST = HALF_LAST_NUMBER[HALF_BITS-1:0];
    localparam [HALF_BITS-1:0] ONE_HALF = 1;
    localparam [ADDRESS_BITS:0] ONE_WORD = 1;

    localparam [2:0] REST = 3'd0;
    localparam [2:0] IDLE = 3'd1;
    localparam [2:0] WAKE = 3'd2;
    localparam [2:0] COMMAND = 3'd3;
    localparam [2:0] DATA = 3'd4;
    localparam [2:0] OPEN = 3'd5;

    generate
        if (WORD_BITS < 8 || WORD_BITS > 512 || (WORD_BITS & (WORD_BITS - 1)) != 0) begin : gen_illegal_word
            spi_flash_reader_WORD_BITS_must_be_a_power_of_two_from_8_to_512 u_illegal ();
        end
        if (ADDRESS_BITS + BYTE_BITS > 24 || BASE_ADDRESS + (1 << (ADDRESS_BITS + BYTE_BITS)) > 1 << 24) begin : gen_illegal_address
            spi_flash_reader_words_must_end_below_16_MiB u_illegal ();
        end
    endgenerate

    reg  [2:0]              state;
    reg                     is_awake;
    reg  [REST_BITS-1:0]    rest;    // cycles left deselected
    reg  [HALF_BITS-1:0]    half;    // cycles of this half period
    reg  [LEFT_BITS-1:0]    left;    // bits left of what is being sent or read
    reg  [39:0]             sent;    // what is sent, the next bit highest
    reg  [6:0]              byte_read;
    reg  [WORD_BITS-1:0]    word;
    reg                     waits;   // a request is inside that was not begun
    reg  [ADDRESS_BITS-1:0] waiting;
    reg  [ADDRESS_BITS:0]   follows; // the word behind the one read; never 0 behind the last one, where the flash has other things

    assign request_ready = !waits;
    assign flash_in = sent[39];
    assign answer_data = word;

    wire                 is_shifting = state == WAKE || state == COMMAND || state == DATA;
    wire                 is_edge = is_shifting && half == HALF_LAST;
    wire                 falls = is_edge && flash_clock;
    wire                 is_last = left == ONE_LEFT;
    wire                 goes_on = state == OPEN && waits && {1'b0, waiting} == follows;
    wire                 begins = state == IDLE && is_awake && waits;
    wire [23:0]          byte_address = BASE + ({{(24 - ADDRESS_BITS) {1'b0}}, waiting} << BYTE_BITS);
    // Bytes come lowest first, so each pushes the word down.
    wire [WORD_BITS-1:0] pushed;
    generate
        if (WORD_BITS > 8) begin : gen_push
            assign pushed = {byte_read, flash_out, word[WORD_BITS-1:8]};
        end else begin : gen_replace
            assign pushed = {byte_read, flash_out};
        end
    endgenerate

    always @(posedge clk) begin
        answer_valid <= 1'b0;
        if (request_valid && request_ready) begin
            waits <= 1'b1;
            waiting <= request_address;
        end
        if (begins || goes_on) begin
            waits <= 1'b0;
            follows <= {1'b0, waiting} + ONE_WORD;
        end
        half <= is_shifting && !is_edge ? half + ONE_HALF : {HALF_BITS{1'b0}};
        if (is_edge) flash_clock <= !flash_clock;
        if (falls) begin
            left <= left - ONE_LEFT;
            sent <= {sent[38:0], 1'b0};
            byte_read <= {byte_read[5:0], flash_out};
            if (left[2:0] == 3'd1) word <= pushed;
        end
        case (state)
            REST: begin
                rest <= rest - ONE_REST;
                if (rest == ONE_REST) state <= IDLE;
            end
            IDLE: begin
                if (!is_awake) begin
                    sent <= {COMMAND_WAKE, 32'd0};
                    left <= WAKE_LEFT;
                    flash_select_n <= 1'b0;
                    state <= WAKE;
                end else if (begins) begin
                    sent <= {COMMAND_READ, byte_address, 8'd0};
                    left <= HEADER_LEFT;
                    flash_select_n <= 1'b0;
                    state <= COMMAND;
                end
            end
            WAKE: begin
                if (falls && is_last) begin
                    is_awake <= 1'b1;
                    rest <= WAKE_REST;
                    flash_select_n <= 1'b1;
                    state <= REST;
                end
            end
            COMMAND: begin
                if (falls && is_last) begin
                    left <= WORD_LEFT;
                    state <= DATA;
                end
            end
            DATA: begin
                if (falls && is_last) begin
                    answer_valid <= 1'b1;
                    state <= OPEN;
                end
            end
            OPEN: begin
                if (goes_on) begin
                    left <= WORD_LEFT;
                    state <= DATA;
                end else if (waits) begin
                    rest <= DESELECT_REST;
                    flash_select_n <= 1'b1;
                    state <= REST;
                end
            end
            default: state <= REST;
        endcase
        if (rst) begin
            state <= REST;
            rest <= DESELECT_REST;
            is_awake <= WAKE_CYCLES == 0;
            flash_select_n <= 1'b1;
            flash_clock <= 1'b0;
            waits <= 1'b0;
            answer_valid <= 1'b0;
        end
    end
endmodule

`default_nettype wire
