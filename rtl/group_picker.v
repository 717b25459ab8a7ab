// Gives the numbers of the groups in a set, ascending, one a cycle, without looking at the others.
//
// `load` takes a set (in any cycle; what was left of the last one is lost). A set of more than 32 groups is searched in
// two levels: chunks of 32 that are not empty, then the lowest bit of the chunk. Latency from load to the first group:
// two cycles (three with two levels); then a group a cycle for as long as group_ready is high. is_done: nothing is left.
// `load_all` beside `load` takes the set of all groups. After reset it must be loaded before anything counts.
// Software twin: a sorted list; test: test/rtl/modules/groups.test.ts.
`default_nettype none

module group_picker #(
    parameter GROUPS = 32, // a power of two
    parameter GROUP_BITS = GROUPS > 1 ? $clog2(GROUPS) : 1
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire                  load,
    input  wire                  load_all,
    input  wire [GROUPS-1:0]     load_set,
    output reg                   group_valid,
    input  wire                  group_ready,
    output reg  [GROUP_BITS-1:0] group,
    output wire                  is_done
);
    localparam CHUNK = GROUPS > 32 ? 32 : GROUPS;
    localparam CHUNK_BITS = $clog2(CHUNK);

    reg  [CHUNK-1:0]      chunk;
    wire [GROUP_BITS-1:0] lowest_group;
    wire                  chunks_left;
    wire                  group_moves = !group_valid || group_ready;
    wire [CHUNK-1:0]      chunk_rest;
    wire                  chunk_any = |chunk;

    wire [CHUNK_BITS-1:0] lowest;
    lowest_bit #(
        .WIDTH(CHUNK)
    ) u_lowest (
        .bits(chunk),
        .index(lowest),
        .rest(chunk_rest)
    );

    assign is_done = !group_valid && !chunk_any && !chunks_left;

    generate
        if (GROUPS <= 32) begin : gen_one_level
            assign lowest_group = lowest;
            assign chunks_left = 1'b0;
            always @(posedge clk) begin
                if (group_moves) chunk <= chunk_rest;
                if (load) chunk <= load_set;
                if (load && load_all) chunk <= {CHUNK{1'b1}};
            end
        end else begin : gen_two_levels
            localparam CHUNKS = GROUPS / CHUNK;
            localparam INDEX_BITS = CHUNKS > 1 ? $clog2(CHUNKS) : 1;
            reg  [GROUPS-1:0]     set;
            reg  [CHUNKS-1:0]     left;
            reg  [INDEX_BITS-1:0] index;
            wire [INDEX_BITS-1:0] next_index;
            wire [CHUNKS-1:0]     left_rest;
            wire [CHUNKS-1:0]     load_left;
            lowest_bit #(
                .WIDTH(CHUNKS)
            ) u_next (
                .bits(left),
                .index(next_index),
                .rest(left_rest)
            );
            genvar i;
            for (i = 0; i < CHUNKS; i = i + 1) begin : gen_left
                assign load_left[i] = |load_set[CHUNK*i+:CHUNK];
            end
            assign lowest_group = {index, lowest};
            assign chunks_left = |left;
            always @(posedge clk) begin
                if (group_moves) begin
                    chunk <= chunk_rest;
                    if (chunk_rest == {CHUNK{1'b0}} && chunks_left) begin
                        chunk <= set[{next_index, {CHUNK_BITS{1'b0}}}+:CHUNK];
                        index <= next_index;
                        left <= left_rest;
                    end
                end
                if (load) begin
                    set <= load_set;
                    left <= load_left;
                    chunk <= {CHUNK{1'b0}};
                end
                if (load && load_all) begin
                    set <= {GROUPS{1'b1}};
                    left <= {CHUNKS{1'b1}};
                end
            end
        end
    endgenerate

    always @(posedge clk) begin
        if (group_moves) begin
            group_valid <= chunk_any;
            group <= lowest_group;
        end
        if (load || rst) group_valid <= 1'b0;
    end
endmodule

`default_nettype wire
