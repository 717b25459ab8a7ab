// A weight memory outside the core, for tests only: LATENCY cycles from a request to its answer, and pseudo-random cycles in
// which it takes no request, or gives no answer.
//
// Loaded through the cfg port as memory 2, as the core's own table would be. Answers come in the order of the requests. It
// stops the simulation if it is asked for more at once than MOST, which the core has promised. Test bench code.
`default_nettype none

module weight_memory #(
    parameter WIDTH = 128,       // bits of a weight word
    parameter DEPTH = 1024,      // words
    parameter LATENCY = 8,       // cycles from request to answer, if nothing stalls; >= 1
    parameter STALL = 0,         // probability x 256 per cycle of taking no request, and of giving no answer
    parameter MOST = 16,         // requests under way
    parameter ADDRESS_BITS = DEPTH > 1 ? $clog2(DEPTH) : 1
) (
    input  wire                    clk,
    input  wire                    rst,
    input  wire                    cfg_valid,
    input  wire [2:0]              cfg_memory,
    input  wire [31:0]             cfg_address,
    input  wire [31:0]             cfg_data,
    input  wire                    request_valid,
    output wire                    request_ready,
    input  wire [ADDRESS_BITS-1:0] request_address,
    output wire                    answer_valid,
    output wire [WIDTH-1:0]        answer_data
);
    localparam COLUMNS = (WIDTH + 31) / 32;
    localparam COLUMN_BITS = $clog2(COLUMNS);
    localparam [31:0] COLUMN_MASK = (32'd1 << COLUMN_BITS) - 32'd1;
    localparam PLACES = 1 << $clog2(MOST + 1);
    localparam PLACE_BITS = $clog2(PLACES);

    reg [WIDTH-1:0] words [0:DEPTH-1];
    wire [31:0]     row = cfg_address >> COLUMN_BITS;
    wire [31:0]     column = cfg_address & COLUMN_MASK;
    wire [32*COLUMNS-1:0] mask = {{(32 * COLUMNS - 32) {1'b0}}, 32'hffffffff} << (32 * column);
    wire [32*COLUMNS-1:0] data = {{(32 * COLUMNS - 32) {1'b0}}, cfg_data} << (32 * column);
    always @(posedge clk) begin
        if (cfg_valid && cfg_memory == 3'd2 && row < DEPTH) begin
            words[row[ADDRESS_BITS-1:0]] <= (words[row[ADDRESS_BITS-1:0]] & ~mask[WIDTH-1:0]) | data[WIDTH-1:0];
        end
    end

    // Requests under way, each with the cycle of its answer.
    reg [WIDTH-1:0]    waiting [0:PLACES-1];
    reg [31:0]         due [0:PLACES-1];
    reg [PLACE_BITS:0] asked;
    reg [PLACE_BITS:0] answered;
    reg [31:0]         now;
    reg [31:0]         random;  // Marsaglia's xorshift32
    wire [31:0]        random_1 = random ^ (random << 13);
    wire [31:0]        random_2 = random_1 ^ (random_1 >> 17);
    wire [31:0]        random_3 = random_2 ^ (random_2 << 5);
    wire [PLACE_BITS:0] under_way = asked - answered;
    wire                is_due = now - due[answered[PLACE_BITS-1:0]] < 32'h80000000;

    assign request_ready = {24'd0, random[7:0]} + 32'd1 > STALL;
    assign answer_valid = under_way != 0 && is_due && {24'd0, random[15:8]} + 32'd1 > STALL;
    assign answer_data = waiting[answered[PLACE_BITS-1:0]];

    always @(posedge clk) begin
        now <= now + 32'd1;
        random <= random_3;
        if (request_valid && request_ready) begin
            waiting[asked[PLACE_BITS-1:0]] <= words[request_address];
            due[asked[PLACE_BITS-1:0]] <= now + LATENCY;
            asked <= asked + 1'b1;
            if ({1'b0, under_way} >= MOST) begin
                $display("weight_memory: more requests under way than the %0d that find room", MOST);
                $stop;
            end
        end
        if (answer_valid) answered <= answered + 1'b1;
        if (rst) begin
            asked <= 0;
            answered <= 0;
            now <= 32'd0;
            random <= 32'h2545f491;
        end
    end
endmodule

`default_nettype wire
