// No deadlock in a mesh of 2 x 2: while any flit is inside and all cores take, a flit moves in every cycle.
//
// Whatever was injected, wherever and whenever, and however long the cores had not taken before. A move takes a flit's
// copy nearer to its destinations, or gives it to one, so finitely many moves empty a mesh into which nothing is injected;
// and that each flit has its turn is prove_mesh_turns.v. By induction, with the invariants of mesh_2x2.v.
`default_nettype none

module prove_mesh_progress (
    input wire clk
);
    localparam AXON_BITS = 1; // routers do not look at it
    localparam FLIT_BITS = 4 + AXON_BITS;
    reg started;
    initial started = 1'b0;
    always @(posedge clk) started <= 1'b1;
    wire rst = !started;

    (* anyseq *) wire [3:0]             inject_valid;
    (* anyseq *) wire [4*FLIT_BITS-1:0] inject_flit;
    (* anyseq *) wire                   event_valid;
    (* anyseq *) wire [FLIT_BITS-1:0]   event_flit;
    (* anyseq *) wire [3:0]             local_ready;
    wire                                is_empty;
    wire                                something_moves;
    mesh_2x2 #(
        .AXON_BITS(AXON_BITS)
    ) u_mesh (
        .clk(clk),
        .rst(rst),
        .inject_valid(inject_valid),
        .inject_flit(inject_flit),
        .event_valid(event_valid),
        .event_flit(event_flit),
        .local_ready(local_ready),
        .is_empty(is_empty),
        .something_moves(something_moves)
    );

    integer core;
    always @* begin
        // Who injects means somebody (mesh_node.v, mesh_control.v).
        for (core = 0; core < 4; core = core + 1) assume (inject_flit[core*FLIT_BITS+AXON_BITS+:4] != 4'b0000);
        assume (event_flit[AXON_BITS+:4] != 4'b0000);
        if (started) begin
            if (!is_empty && local_ready == 4'b1111) assert (something_moves);
            cover (!is_empty && !something_moves);
        end
    end
endmodule

`default_nettype wire
