// mesh_turns: exactly one is chosen among those that ask, it stays chosen until it is taken, and nobody waits for more than
// ASKERS - 1 others.
//
// By induction, for an arbitrary asker: with each take of another, those that can still come before it become fewer.
`default_nettype none

module prove_mesh_turns #(
    parameter ASKERS = 5
) (
    input wire clk
);
    localparam [3:0] COUNT = ASKERS;
    localparam [ASKERS-1:0] ONE = 1;
    reg started;
    initial started = 1'b0;
    always @(posedge clk) started <= 1'b1;
    wire rst = !started;

    (* anyseq *)   wire [ASKERS-1:0] askers;
    (* anyseq *)   wire              is_taken;
    (* anyconst *) wire [2:0]        mine; // the asker looked at
    wire [ASKERS-1:0]                chosen;
    mesh_turns #(
        .ASKERS(ASKERS)
    ) u_turns (
        .clk(clk),
        .rst(rst),
        .askers(askers),
        .is_taken(is_taken),
        .chosen(chosen)
    );

    // An asker asks until it is taken.
    reg [ASKERS-1:0] must_ask;
    reg [ASKERS-1:0] must_choose;
    reg [3:0]        others; // taken while mine asked
    wire             asks = askers[mine];
    wire             takes_other = is_taken && chosen != {ASKERS{1'b0}} && !chosen[mine];
    always @(posedge clk) begin
        must_ask <= rst ? {ASKERS{1'b0}} : askers & ~(is_taken ? chosen : {ASKERS{1'b0}});
        must_choose <= rst || is_taken ? {ASKERS{1'b0}} : chosen;
        others <= asks && !(is_taken && chosen[mine]) ? others + {3'd0, takes_other} : 4'd0;
        if (rst) others <= 4'd0;
    end

    (* hierconn *) wire [ASKERS-1:0] \u_turns.behind ;
    (* hierconn *) wire [ASKERS-1:0] \u_turns.kept ;
    wire [ASKERS-1:0] kept = \u_turns.kept ;
    // Number of the place where the turn is: of the lowest bit of a mask.
    function [3:0] lowest;
        input [ASKERS-1:0] bits;
        integer i;
        begin
            lowest = 4'd0;
            for (i = ASKERS - 1; i >= 0; i = i - 1) if (bits[i]) lowest = i;
        end
    endfunction
    // Askers from a place up to mine, around.
    function [3:0] before;
        input [3:0] place;
        before = {1'b0, mine} >= place ? {1'b0, mine} - place : {1'b0, mine} + COUNT - place;
    endfunction
    wire [3:0] kept_place = lowest(kept);
    wire [3:0] behind_kept = kept_place == COUNT - 4'd1 ? 4'd0 : kept_place + 4'd1;
    wire [3:0] may_precede = kept == {ASKERS{1'b0}} ? before(lowest(\u_turns.behind ))
                           : kept[mine] ? 4'd0
                           : before(behind_kept) + 4'd1;

    always @* begin
        assume (mine < ASKERS);
        if (started) begin
            assume ((askers & must_ask) == must_ask);
            assert ((chosen & ~askers) == {ASKERS{1'b0}});
            assert ((chosen == {ASKERS{1'b0}}) == (askers == {ASKERS{1'b0}}));
            assert ((chosen & (chosen - ONE)) == {ASKERS{1'b0}});
            if (must_choose != {ASKERS{1'b0}}) assert (chosen == must_choose);
            assert (others < COUNT);
            cover (others == COUNT - 4'd1 && asks && chosen[mine]);
            // Invariants: what is kept asks; the turn is a place; others and those that may still come fit in between.
            assert (kept == must_choose);
            assert ((kept & ~must_ask) == {ASKERS{1'b0}});
            assert ((kept & (kept - ONE)) == {ASKERS{1'b0}});
            assert ((~\u_turns.behind & (~\u_turns.behind + ONE)) == {ASKERS{1'b0}});
            if (must_ask[mine]) assert (others + may_precede < COUNT);
            else assert (others == 4'd0);
        end
    end
endmodule

`default_nettype wire
