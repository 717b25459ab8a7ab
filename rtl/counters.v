// Counts what happens in a sample: nine 32-bit counters, read one at a time.
//
//   0 cycles            from the acceptance of RESET to the acceptance of the last VALUE, both included
//   1 operations        + operations of a segment when its first word is about to be read
//   2 words             + 1 a weight word read
//   3 neuron updates    + neurons of a group that is updated, padding excluded
//   4 group updates     + 1 a group updated
//   5 spikes            + spikes of a group
//   6 input events      + 1 an EVENT taken
//   7 busy cycles       cycles in which a weight word is read: the words, because a cycle reads at most one
//   8 span              cycles from the first weight word read to the last accumulate, both included
//
// Every increment is registered before it is added (the adders were the long path), so a count is right two cycles after
// its event; `clear` (RESET being executed) comes when nothing is under way and clears all but `cycles`, which
// starts at `start_cycles`. A word read now is accumulated ACCUMULATE_CYCLES later.
// Software twin: additions; test: test/rtl/modules/counters.test.ts.
`default_nettype none

module counters #(
    parameter LANES = 16,             // neurons per group
    parameter OPERATION_BITS = 9,     // bits of operations - 1
    parameter ACCUMULATE_CYCLES = 4,  // from the read of a word to its write into the bank
    parameter LANE_BITS = LANES > 1 ? $clog2(LANES) : 1
) (
    input  wire                      clk,
    input  wire                      rst,
    input  wire                      clear,
    input  wire                      start_cycles,
    input  wire                      stop_cycles,
    input  wire                      segment_starts,
    input  wire [OPERATION_BITS-1:0] segment_operations, // - 1
    input  wire                      word_read,
    input  wire                      group_updates,
    input  wire [LANE_BITS-1:0]      group_last_lane,    // neurons of the group - 1
    input  wire                      group_fires,
    input  wire [LANES-1:0]          group_spikes,
    input  wire                      event_taken,
    input  wire [3:0]                select,
    output reg  [31:0]               value
);
    reg [31:0] cycles;
    reg        is_counting;
    reg [31:0] operations;
    reg [31:0] words;
    reg [31:0] neuron_updates;
    reg [31:0] group_update_count;
    reg [31:0] spikes;
    reg [31:0] input_events;
    reg [31:0] span;
    reg [31:0] since_first;
    reg        has_read;

    reg                       segment_started;
    reg [OPERATION_BITS:0]    new_operations;
    reg                       word_was_read;
    reg                       group_updated;
    reg [LANE_BITS:0]         new_updates;
    reg                       group_fired;
    reg [LANE_BITS:0]         new_spikes;
    reg                       event_was_taken;

    integer lane;
    reg [LANE_BITS:0] spike_sum;
    always @* begin
        spike_sum = {(LANE_BITS + 1) {1'b0}};
        for (lane = 0; lane < LANES; lane = lane + 1) begin
            spike_sum = spike_sum + {{LANE_BITS{1'b0}}, group_spikes[lane]};
        end
    end

    always @* begin
        case (select)
            4'd0: value = cycles;
            4'd1: value = operations;
            4'd2: value = words;
            4'd3: value = neuron_updates;
            4'd4: value = group_update_count;
            4'd5: value = spikes;
            4'd6: value = input_events;
            4'd7: value = words;
            default: value = span;
        endcase
    end

    always @(posedge clk) begin
        segment_started <= segment_starts;
        new_operations <= {1'b0, segment_operations} + {{OPERATION_BITS{1'b0}}, 1'b1};
        word_was_read <= word_read;
        group_updated <= group_updates;
        new_updates <= {1'b0, group_last_lane} + {{LANE_BITS{1'b0}}, 1'b1};
        group_fired <= group_fires;
        if (group_fires) new_spikes <= spike_sum;
        event_was_taken <= event_taken;

        if (segment_started) operations <= operations + {{(31 - OPERATION_BITS) {1'b0}}, new_operations};
        if (word_was_read) words <= words + 32'd1;
        if (group_updated) neuron_updates <= neuron_updates + {{(31 - LANE_BITS) {1'b0}}, new_updates};
        if (group_updated) group_update_count <= group_update_count + 32'd1;
        if (group_fired) spikes <= spikes + {{(31 - LANE_BITS) {1'b0}}, new_spikes};
        if (event_was_taken) input_events <= input_events + 32'd1;
        if (word_was_read) begin
            has_read <= 1'b1;
            span <= since_first + ACCUMULATE_CYCLES + 1;
        end
        if (word_was_read || has_read) since_first <= since_first + 32'd1;
        if (is_counting && !stop_cycles) cycles <= cycles + 32'd1;
        if (stop_cycles) is_counting <= 1'b0;
        if (clear || rst) begin
            segment_started <= 1'b0;
            word_was_read <= 1'b0;
            group_updated <= 1'b0;
            group_fired <= 1'b0;
            event_was_taken <= 1'b0;
            operations <= 32'd0;
            words <= 32'd0;
            neuron_updates <= 32'd0;
            group_update_count <= 32'd0;
            spikes <= 32'd0;
            input_events <= 32'd0;
            span <= 32'd0;
            since_first <= 32'd0;
            has_read <= 1'b0;
        end
        if (start_cycles || rst) begin
            cycles <= rst ? 32'd0 : 32'd1;
            is_counting <= 1'b1;
        end
    end
endmodule

`default_nettype wire
