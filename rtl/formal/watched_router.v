// A router whose queues can be seen from outside, with what always holds inside it.
//
//   a queue holds 0, 1 or 2 flits: the one in front, and one behind it
//   served:  sides by which the front has left already; nothing where the queue is empty
//   kept:    the asker that a side keeps to; it still asks
//
// Not synthesised: proofs only (README.md in rtl/, "Proofs").
`default_nettype none

module watched_router #(
    parameter COLUMNS = 3,
    parameter ROWS = 3,
    parameter X = 1,
    parameter Y = 1,
    parameter AXON_BITS = 4,
    parameter CORES = COLUMNS * ROWS,
    parameter FLIT_BITS = CORES + AXON_BITS
) (
    input  wire                   clk,
    input  wire                   rst,
    input  wire [4:0]             in_valid,
    output wire [4:0]             in_ready,
    input  wire [5*FLIT_BITS-1:0] in_flit,
    output wire [4:0]             out_valid,
    input  wire [4:0]             out_ready,
    output wire [5*FLIT_BITS-1:0] out_flit,
    output wire                   is_empty,
    output reg  [4:0]             has_front,  // of each queue
    output reg  [4:0]             has_second,
    output reg  [5*FLIT_BITS-1:0] fronts,
    output reg  [5*FLIT_BITS-1:0] seconds,
    output wire [24:0]            served      // [queue x 5 + side]
);
    mesh_router #(
        .COLUMNS(COLUMNS),
        .ROWS(ROWS),
        .X(X),
        .Y(Y),
        .AXON_BITS(AXON_BITS)
    ) u_router (
        .clk(clk),
        .rst(rst),
        .in_valid(in_valid),
        .in_ready(in_ready),
        .in_flit(in_flit),
        .out_valid(out_valid),
        .out_ready(out_ready),
        .out_flit(out_flit),
        .is_empty(is_empty)
    );

    // Inside the router: flattening connects these names.
    (* hierconn *) wire [1:0] \u_router.gen_in[0].u_queue.write_pointer ;
    (* hierconn *) wire [1:0] \u_router.gen_in[0].u_queue.read_pointer ;
    (* hierconn *) wire [FLIT_BITS-1:0] \u_router.gen_in[0].u_queue.words[0] ;
    (* hierconn *) wire [FLIT_BITS-1:0] \u_router.gen_in[0].u_queue.words[1] ;
    (* hierconn *) wire [4:0] \u_router.gen_in[0].served ;
    (* hierconn *) wire [4:0] \u_router.gen_out[0].u_turns.kept ;
    (* hierconn *) wire [1:0] \u_router.gen_in[1].u_queue.write_pointer ;
    (* hierconn *) wire [1:0] \u_router.gen_in[1].u_queue.read_pointer ;
    (* hierconn *) wire [FLIT_BITS-1:0] \u_router.gen_in[1].u_queue.words[0] ;
    (* hierconn *) wire [FLIT_BITS-1:0] \u_router.gen_in[1].u_queue.words[1] ;
    (* hierconn *) wire [4:0] \u_router.gen_in[1].served ;
    (* hierconn *) wire [4:0] \u_router.gen_out[1].u_turns.kept ;
    (* hierconn *) wire [1:0] \u_router.gen_in[2].u_queue.write_pointer ;
    (* hierconn *) wire [1:0] \u_router.gen_in[2].u_queue.read_pointer ;
    (* hierconn *) wire [FLIT_BITS-1:0] \u_router.gen_in[2].u_queue.words[0] ;
    (* hierconn *) wire [FLIT_BITS-1:0] \u_router.gen_in[2].u_queue.words[1] ;
    (* hierconn *) wire [4:0] \u_router.gen_in[2].served ;
    (* hierconn *) wire [4:0] \u_router.gen_out[2].u_turns.kept ;
    (* hierconn *) wire [1:0] \u_router.gen_in[3].u_queue.write_pointer ;
    (* hierconn *) wire [1:0] \u_router.gen_in[3].u_queue.read_pointer ;
    (* hierconn *) wire [FLIT_BITS-1:0] \u_router.gen_in[3].u_queue.words[0] ;
    (* hierconn *) wire [FLIT_BITS-1:0] \u_router.gen_in[3].u_queue.words[1] ;
    (* hierconn *) wire [4:0] \u_router.gen_in[3].served ;
    (* hierconn *) wire [4:0] \u_router.gen_out[3].u_turns.kept ;
    (* hierconn *) wire [1:0] \u_router.gen_in[4].u_queue.write_pointer ;
    (* hierconn *) wire [1:0] \u_router.gen_in[4].u_queue.read_pointer ;
    (* hierconn *) wire [FLIT_BITS-1:0] \u_router.gen_in[4].u_queue.words[0] ;
    (* hierconn *) wire [FLIT_BITS-1:0] \u_router.gen_in[4].u_queue.words[1] ;
    (* hierconn *) wire [4:0] \u_router.gen_in[4].served ;
    (* hierconn *) wire [4:0] \u_router.gen_out[4].u_turns.kept ;
    (* hierconn *) wire [24:0] \u_router.wants ;
    wire [9:0]             write_pointers = {\u_router.gen_in[4].u_queue.write_pointer ,
                                             \u_router.gen_in[3].u_queue.write_pointer ,
                                             \u_router.gen_in[2].u_queue.write_pointer ,
                                             \u_router.gen_in[1].u_queue.write_pointer ,
                                             \u_router.gen_in[0].u_queue.write_pointer };
    wire [9:0]             read_pointers = {\u_router.gen_in[4].u_queue.read_pointer ,
                                            \u_router.gen_in[3].u_queue.read_pointer ,
                                            \u_router.gen_in[2].u_queue.read_pointer ,
                                            \u_router.gen_in[1].u_queue.read_pointer ,
                                            \u_router.gen_in[0].u_queue.read_pointer };
    wire [5*FLIT_BITS-1:0] words_0 = {\u_router.gen_in[4].u_queue.words[0] ,
                                      \u_router.gen_in[3].u_queue.words[0] ,
                                      \u_router.gen_in[2].u_queue.words[0] ,
                                      \u_router.gen_in[1].u_queue.words[0] ,
                                      \u_router.gen_in[0].u_queue.words[0] };
    wire [5*FLIT_BITS-1:0] words_1 = {\u_router.gen_in[4].u_queue.words[1] ,
                                      \u_router.gen_in[3].u_queue.words[1] ,
                                      \u_router.gen_in[2].u_queue.words[1] ,
                                      \u_router.gen_in[1].u_queue.words[1] ,
                                      \u_router.gen_in[0].u_queue.words[1] };
    wire [24:0]            kept = {\u_router.gen_out[4].u_turns.kept ,
                                   \u_router.gen_out[3].u_turns.kept ,
                                   \u_router.gen_out[2].u_turns.kept ,
                                   \u_router.gen_out[1].u_turns.kept ,
                                   \u_router.gen_out[0].u_turns.kept };
    assign served = {\u_router.gen_in[4].served ,
                     \u_router.gen_in[3].served ,
                     \u_router.gen_in[2].served ,
                     \u_router.gen_in[1].served ,
                     \u_router.gen_in[0].served };

    integer   queue, side;
    reg [1:0] used;
    reg [4:0] kept_by;
    always @* begin
        used = 2'd0;
        kept_by = 5'd0;
        for (queue = 0; queue < 5; queue = queue + 1) begin
            used = write_pointers[2*queue+:2] - read_pointers[2*queue+:2];
            has_front[queue] = used != 2'd0;
            has_second[queue] = used[1];
            fronts[queue*FLIT_BITS+:FLIT_BITS] = read_pointers[2*queue] ? words_1[queue*FLIT_BITS+:FLIT_BITS] : words_0[queue*FLIT_BITS+:FLIT_BITS];
            seconds[queue*FLIT_BITS+:FLIT_BITS] = read_pointers[2*queue] ? words_0[queue*FLIT_BITS+:FLIT_BITS] : words_1[queue*FLIT_BITS+:FLIT_BITS];
            if (!rst) begin
                assert (used != 2'd3);
                if (used == 2'd0) assert (served[5*queue+:5] == 5'd0);
            end
        end
        for (side = 0; side < 5; side = side + 1) begin
            kept_by = kept[5*side+:5];
            if (!rst) begin
                assert ((kept_by & (kept_by - 5'd1)) == 5'd0);
                for (queue = 0; queue < 5; queue = queue + 1) if (kept_by[queue]) assert (\u_router.wants [5*queue+side]);
            end
        end
        if (!rst) assert (is_empty == (has_front == 5'd0));
    end
endmodule

`default_nettype wire
