// Which neurons of a group are silent, and for how long: LANES small numbers a group in one RAM.
//
//   silent = history && r != 0                     (a group that has no history in this sample has no silent neuron)
//   r'     = silent ? (r = all ones ? r : r - 1)
//          : fires  ? (mode 1: timesteps, mode 2: all ones, else 0)
//          : 0
//
// All ones (63) means until RESET. With HAS_REFRACTORY = 0 a number has one bit, and only mode 2 exists. Stages as in
// synapse_lane.v: read in 3, used in 5, written in 6; the next read of a group comes after its last write, because a
// neuron phase starts when the one before it has ended. No reset: what is stored counts only with `history`.
// Software twin and test: test/rtl/modules/refractory.test.ts.
`default_nettype none

module refractory #(
    parameter LANES = 16,
    parameter GROUPS = 32,
    parameter HAS_REFRACTORY = 1, // counted in timesteps
    parameter GROUP_BITS = GROUPS > 1 ? $clog2(GROUPS) : 1
) (
    input  wire                  clk,
    input  wire                  read_3,
    input  wire [GROUP_BITS-1:0] group_3,
    input  wire                  history_5,
    input  wire [1:0]            mode_5,
    input  wire [5:0]            timesteps_5,
    input  wire [LANES-1:0]      fires_5,
    output wire [LANES-1:0]      is_silent_5,
    input  wire                  write_6,
    input  wire [GROUP_BITS-1:0] group_6
);
    localparam COUNT_BITS = HAS_REFRACTORY != 0 ? 6 : 1;
    localparam ROW_BITS = LANES * COUNT_BITS;
    localparam [COUNT_BITS-1:0] NOTHING = 0;
    localparam [COUNT_BITS-1:0] ONE = 1;
    localparam [COUNT_BITS-1:0] FOREVER = {COUNT_BITS{1'b1}};

    wire [ROW_BITS-1:0]   row_5;
    wire [ROW_BITS-1:0]   next_5;
    reg  [ROW_BITS-1:0]   next_6;
    wire [COUNT_BITS-1:0] start_5;

    ram_1r1w #(
        .WIDTH(ROW_BITS),
        .DEPTH(GROUPS)
    ) u_counts (
        .clk(clk),
        .write_enable(write_6),
        .write_address(group_6),
        .write_data(next_6),
        .read_enable(read_3),
        .read_address(group_3),
        .advance(1'b1),
        .clear(1'b0),
        .read_data(row_5)
    );

    genvar lane;
    generate
        if (HAS_REFRACTORY != 0) begin : gen_counted
            assign start_5 = mode_5 == 2'd1 ? timesteps_5 : mode_5 == 2'd2 ? FOREVER : NOTHING;
        end else begin : gen_latched
            assign start_5 = mode_5 == 2'd2 ? FOREVER : NOTHING;
            wire unused_timesteps = &{1'b0, timesteps_5};
        end
        for (lane = 0; lane < LANES; lane = lane + 1) begin : gen_lane
            wire [COUNT_BITS-1:0] count = row_5[lane*COUNT_BITS+:COUNT_BITS];
            assign is_silent_5[lane] = history_5 && count != NOTHING;
            assign next_5[lane*COUNT_BITS+:COUNT_BITS] = is_silent_5[lane] ? (count == FOREVER ? FOREVER : count - ONE)
                                                       : fires_5[lane] ? start_5
                                                       : NOTHING;
        end
    endgenerate

    always @(posedge clk) next_6 <= next_5;
endmodule

`default_nettype wire
