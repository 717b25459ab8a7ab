// Makes many cores one: takes the command stream of a single core, gives events to the mesh and commands to the cores, and
// answers with one result stream.
//
//   EVENT line    -> line table -> {destinations, axon} -> the mesh; does not wait for anything
//   STEP, RESET   when all is quiet, to all cores in one cycle
//   READ, DUMP    when all is quiet, to one core after the other; their results pass; then the mesh's own counters
//                 (READ: cycles, events taken, cycles in which a STEP waited for the mesh), then one DONE
//
// Quiet (the barrier of a timestep): every core idle, every router and table empty, all in one cycle. A flit is always in
// some queue that says so, and only this module starts anything, so what was quiet stays quiet; it may be looked at late.
// STEP_DONE is told once, when all cores have (TRACE). Reset acts as RESET does.
// Software twin and test: test/rtl/core/mesh.test.ts.
`default_nettype none

module mesh_control #(
    parameter CORES = 4,
    parameter LINES = 256,   // input lines
    parameter AXON_BITS = 8,
    parameter TRACE = 1,
    parameter LINE_BITS = LINES > 1 ? $clog2(LINES) : 1,
    parameter FLIT_BITS = CORES + AXON_BITS
) (
    input  wire                 clk,
    input  wire                 rst,
    // the line table
    input  wire                 cfg_valid,
    input  wire [31:0]          cfg_address,
    input  wire [31:0]          cfg_data,
    // commands
    input  wire                 in_valid,
    output wire                 in_ready,
    input  wire [2:0]           in_kind,
    input  wire [LINE_BITS-1:0] in_line,
    // results
    output wire                 out_valid,
    input  wire                 out_ready,
    output wire [2:0]           out_kind,
    output wire [31:0]          out_data,
    // into the mesh
    output wire                 event_valid,
    input  wire                 event_ready,
    output wire [FLIT_BITS-1:0] event_flit,
    // to the cores
    output reg  [CORES-1:0]     command_valid,
    input  wire [CORES-1:0]     command_ready,
    output wire [2:0]           command_kind,
    input  wire [CORES-1:0]     is_idle,
    // from the cores
    input  wire                 result_valid,
    output reg                  result_ready,
    input  wire [2:0]           result_kind,
    input  wire [31:0]          result_data
);
    localparam [2:0] COMMAND_EVENT = 3'd0;
    localparam [2:0] COMMAND_STEP = 3'd1;
    localparam [2:0] COMMAND_READ = 3'd2;
    localparam [2:0] COMMAND_DUMP = 3'd3;
    localparam [2:0] COMMAND_RESET = 3'd4;
    localparam [2:0] RESULT_STEP_DONE = 3'd1;
    localparam [2:0] RESULT_VALUE = 3'd2;
    localparam [2:0] RESULT_COUNTER = 3'd4;
    localparam [2:0] RESULT_DONE = 3'd5;

    localparam [1:0] RUN = 2'd0;    // events pass, STEP and RESET wait for quiet
    localparam [1:0] ASK = 2'd1;    // one core after the other: the command,
    localparam [1:0] ANSWER = 2'd2; // and what it says
    localparam [1:0] TELL = 2'd3;   // own counters, DONE
    localparam [1:0] OWN_COUNTERS = 2'd3;

    // Cycles after an event or a command until `was_idle` speaks of it.
    localparam [1:0] SETTLE = 2'd3;
    localparam CORE_BITS = CORES > 1 ? $clog2(CORES) : 1;
    localparam [CORES-1:0] ONE_CORE = 1;
    localparam [CORE_BITS-1:0] NEXT_CORE = 1;
    localparam [31:0] CORES_32 = CORES;
    localparam [31:0] LAST_32 = CORES - 1;
    localparam [CORE_BITS:0] ALL_CORES = CORES_32[CORE_BITS:0];
    localparam [CORE_BITS-1:0] LAST_CORE = LAST_32[CORE_BITS-1:0];

    // ---- Commands.
    wire                 fifo_ready;
    wire                 head_valid;
    reg                  head_ready;
    wire [2:0]           head_kind;
    wire [LINE_BITS-1:0] head_line;
    reg                  is_closed;
    wire                 closes = in_kind == COMMAND_READ || in_kind == COMMAND_DUMP || in_kind == COMMAND_RESET;
    assign in_ready = fifo_ready && !is_closed;
    event_fifo #(
        .WIDTH(3 + LINE_BITS),
        .DEPTH(4)
    ) u_commands (
        .clk(clk),
        .rst(rst),
        .in_valid(in_valid && !is_closed),
        .in_ready(fifo_ready),
        .in_word({in_kind, in_line}),
        .out_valid(head_valid),
        .out_ready(head_ready),
        .out_word({head_kind, head_line})
    );
    assign command_kind = head_kind;

    // ---- Events: a line's destinations. A line without any goes nowhere.
    wire                 is_event = head_valid && head_kind == COMMAND_EVENT;
    wire                 line_ready;
    wire                 row_valid;
    wire                 is_lookup_empty;
    wire [FLIT_BITS-1:0] row;
    wire                 has_destinations = |row[AXON_BITS+:CORES];
    assign event_valid = row_valid && has_destinations;
    assign event_flit = row;
    axon_lookup #(
        .AXONS(LINES),
        .ROW_BITS(FLIT_BITS)
    ) u_lines (
        .clk(clk),
        .rst(rst),
        .write_valid(cfg_valid),
        .write_address(cfg_address),
        .write_data(cfg_data),
        .axon_valid(is_event),
        .axon_ready(line_ready),
        .axon(head_line),
        .row_valid(row_valid),
        .row_ready(event_ready || !has_destinations),
        .row(row),
        .is_empty(is_lookup_empty)
    );

    // ---- Barrier.
    reg        was_idle;
    reg [1:0]  settle;
    reg        must_announce;
    wire       is_quiet = was_idle && settle == 2'd0 && is_lookup_empty && !must_announce;

    // ---- What happens.
    reg [1:0]           state, next_state;
    reg [CORE_BITS-1:0] core, next_core;
    reg [1:0]           told, next_told;
    reg [CORE_BITS:0]   announced;
    reg [31:0]          timestep;
    reg [31:0]          cycles, cycles_told, events, waited;
    reg                 is_counting;
    reg                 push_valid;
    reg [2:0]           push_kind;
    reg [31:0]          push_data;
    wire                push_ready;
    reg                 starts_timestep;
    reg                 tells_step;
    wire                is_swallowed = result_kind == RESULT_STEP_DONE || result_kind == RESULT_DONE;
    wire                waits = head_valid && state == RUN && head_kind == COMMAND_STEP && !is_quiet;

    always @* begin
        next_state = state;
        next_core = core;
        next_told = told;
        head_ready = 1'b0;
        command_valid = {CORES{1'b0}};
        starts_timestep = 1'b0;
        tells_step = 1'b0;
        // Results of the cores go first.
        push_valid = result_valid && !is_swallowed;
        push_kind = result_kind;
        push_data = result_data;
        result_ready = push_ready || is_swallowed;

        case (state)
            RUN: begin
                if (!result_valid && must_announce && announced == ALL_CORES) begin
                    push_valid = 1'b1;
                    push_kind = RESULT_STEP_DONE;
                    push_data = timestep;
                    tells_step = push_ready;
                end
                if (is_event) head_ready = line_ready;
                else if (head_valid && is_quiet) begin
                    case (head_kind)
                        COMMAND_STEP, COMMAND_RESET: begin
                            command_valid = {CORES{1'b1}};
                            head_ready = 1'b1;
                            starts_timestep = 1'b1;
                        end
                        COMMAND_READ, COMMAND_DUMP: begin
                            next_core = {CORE_BITS{1'b0}};
                            next_state = ASK;
                        end
                        default: head_ready = 1'b1;
                    endcase
                end
            end
            ASK: begin
                command_valid = ONE_CORE << core;
                if (command_ready[core]) next_state = ANSWER;
            end
            ANSWER: begin
                if (result_valid && result_kind == RESULT_DONE) begin
                    next_core = core + NEXT_CORE;
                    next_told = head_kind == COMMAND_READ ? 2'd0 : OWN_COUNTERS;
                    next_state = core == LAST_CORE ? TELL : ASK;
                end
            end
            default: begin
                push_valid = 1'b1;
                push_kind = told == OWN_COUNTERS ? RESULT_DONE : RESULT_COUNTER;
                case (told)
                    2'd0: push_data = cycles_told;
                    2'd1: push_data = events;
                    2'd2: push_data = waited;
                    default: push_data = 32'd0;
                endcase
                if (push_ready) begin
                    next_told = told + 2'd1;
                    if (told == OWN_COUNTERS) begin
                        head_ready = 1'b1;
                        next_state = RUN;
                    end
                end
            end
        endcase
    end

    wire takes_reset = in_valid && in_ready && in_kind == COMMAND_RESET;
    wire takes_value = push_valid && push_ready && push_kind == RESULT_VALUE;
    always @(posedge clk) begin
        state <= next_state;
        core <= next_core;
        told <= next_told;
        was_idle <= &is_idle;
        if (is_event || |command_valid) settle <= SETTLE;
        else if (settle != 2'd0) settle <= settle - 2'd1;
        if (result_valid && result_kind == RESULT_STEP_DONE) announced <= announced + {{CORE_BITS{1'b0}}, 1'b1};
        if (tells_step) must_announce <= 1'b0;
        if (starts_timestep) begin
            must_announce <= TRACE != 0;
            announced <= {(CORE_BITS + 1) {1'b0}};
            timestep <= head_kind == COMMAND_RESET ? 32'd0 : timestep + 32'd1;
        end
        if (in_valid && in_ready && closes) is_closed <= 1'b1;
        if (head_valid && head_ready && (head_kind == COMMAND_READ || head_kind == COMMAND_DUMP || head_kind == COMMAND_RESET)) begin
            is_closed <= 1'b0;
        end

        if (is_counting) cycles <= cycles + 32'd1;
        if (takes_value) cycles_told <= cycles + 32'd1;
        if (is_event && line_ready) events <= events + 32'd1;
        if (waits) waited <= waited + 32'd1;
        if (takes_reset) begin
            cycles <= 32'd0;
            cycles_told <= 32'd0;
            events <= 32'd0;
            waited <= 32'd0;
            is_counting <= 1'b1;
        end
        if (rst) begin
            state <= RUN;
            core <= {CORE_BITS{1'b0}};
            told <= 2'd0;
            was_idle <= 1'b0;
            settle <= SETTLE;
            must_announce <= TRACE != 0;
            announced <= {(CORE_BITS + 1) {1'b0}};
            timestep <= 32'd0;
            is_closed <= 1'b0;
            is_counting <= 1'b0;
            cycles <= 32'd0;
            cycles_told <= 32'd0;
            events <= 32'd0;
            waited <= 32'd0;
        end
    end

    result_stream u_results (
        .clk(clk),
        .rst(rst),
        .push_valid(push_valid),
        .push_ready(push_ready),
        .push_kind(push_kind),
        .push_data(push_data),
        .out_valid(out_valid),
        .out_ready(out_ready),
        .out_kind(out_kind),
        .out_data(out_data)
    );
endmodule

`default_nettype wire
