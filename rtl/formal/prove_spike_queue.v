// spike_queue: every bit of every push is given exactly once, lowest first, pushes in order; nothing else is given; held
// until taken; empty is said as it is; and what is inside is offered after at most two cycles.
//
// As the core does (at most one push a group between two moments in which the queue is empty), never more than GROUPS
// entries are inside, and none is pushed without a bit. By induction: an arbitrary entry is followed on its way through
// RAM, fetched, held and current; `place` entries are before it.
`default_nettype none

module prove_spike_queue (
    input wire clk
);
    localparam LANES = 2;
    localparam GROUPS = 8;
    localparam ENTRY_BITS = 6; // sends, group, spikes
    localparam MOST = 11;      // places: current, held, fetched, RAM
    reg started;
    initial started = 1'b0;
    always @(posedge clk) started <= 1'b1;
    wire rst = !started;

    (* anyseq *) wire       push;
    (* anyseq *) wire [2:0] push_group;
    (* anyseq *) wire [1:0] push_spikes;
    (* anyseq *) wire       push_sends;
    (* anyseq *) wire       spike_ready;
    (* anyseq *) wire       tracks;
    wire                    spike_valid;
    wire [3:0]              spike_neuron;
    wire                    spike_sends;
    wire                    is_empty;
    spike_queue #(
        .LANES(LANES),
        .GROUPS(GROUPS)
    ) u_queue (
        .clk(clk),
        .rst(rst),
        .push(push),
        .push_group(push_group),
        .push_spikes(push_spikes),
        .push_sends(push_sends),
        .spike_valid(spike_valid),
        .spike_ready(spike_ready),
        .spike_neuron(spike_neuron),
        .spike_sends(spike_sends),
        .is_empty(is_empty)
    );
    hold_checker #(
        .WIDTH(5)
    ) u_hold (
        .clk(clk),
        .rst(rst),
        .valid(spike_valid),
        .ready(spike_ready),
        .payload({spike_sends, spike_neuron})
    );

    // Inside the queue: flattening connects these names.
    (* hierconn *) wire [3:0] \u_queue.write_pointer ;
    (* hierconn *) wire [3:0] \u_queue.read_pointer ;
    (* hierconn *) wire \u_queue.fetched ;
    (* hierconn *) wire \u_queue.held ;
    (* hierconn *) wire \u_queue.current ;
    (* hierconn *) wire \u_queue.current_moves ;
    (* hierconn *) wire \u_queue.current_sends ;
    (* hierconn *) wire [2:0] \u_queue.current_group ;
    (* hierconn *) wire [LANES-1:0] \u_queue.current_spikes ;
    (* hierconn *) wire [LANES-1:0] \u_queue.current_rest ;
    (* hierconn *) wire [ENTRY_BITS-1:0] \u_queue.held_entry ;
    (* hierconn *) wire [ENTRY_BITS-1:0] \u_queue.u_entries.fetched ;
    (* hierconn *) wire [ENTRY_BITS-1:0] \u_queue.u_entries.memory[0] ;
    (* hierconn *) wire [ENTRY_BITS-1:0] \u_queue.u_entries.memory[1] ;
    (* hierconn *) wire [ENTRY_BITS-1:0] \u_queue.u_entries.memory[2] ;
    (* hierconn *) wire [ENTRY_BITS-1:0] \u_queue.u_entries.memory[3] ;
    (* hierconn *) wire [ENTRY_BITS-1:0] \u_queue.u_entries.memory[4] ;
    (* hierconn *) wire [ENTRY_BITS-1:0] \u_queue.u_entries.memory[5] ;
    (* hierconn *) wire [ENTRY_BITS-1:0] \u_queue.u_entries.memory[6] ;
    (* hierconn *) wire [ENTRY_BITS-1:0] \u_queue.u_entries.memory[7] ;
    wire [GROUPS*ENTRY_BITS-1:0] memory = {\u_queue.u_entries.memory[7] , \u_queue.u_entries.memory[6] ,
                                           \u_queue.u_entries.memory[5] , \u_queue.u_entries.memory[4] ,
                                           \u_queue.u_entries.memory[3] , \u_queue.u_entries.memory[2] ,
                                           \u_queue.u_entries.memory[1] , \u_queue.u_entries.memory[0] };

    // The entries inside, first one lowest.
    reg [MOST*ENTRY_BITS-1:0] list;
    reg [3:0]                 listed;
    reg [3:0]                 stored;
    reg [2:0]                 row;
    integer                   i;
    always @* begin
        list = {(MOST * ENTRY_BITS) {1'b0}};
        listed = 4'd0;
        row = 3'd0;
        stored = \u_queue.write_pointer - \u_queue.read_pointer ;
        for (i = 0; i < GROUPS; i = i + 1) begin
            row = \u_queue.read_pointer + i;
            if (i < stored) list[i*ENTRY_BITS+:ENTRY_BITS] = memory[row*ENTRY_BITS+:ENTRY_BITS];
        end
        listed = stored;
        if (\u_queue.fetched ) begin
            list = {list[0+:(MOST-1)*ENTRY_BITS], \u_queue.u_entries.fetched };
            listed = listed + 4'd1;
        end
        if (\u_queue.held ) begin
            list = {list[0+:(MOST-1)*ENTRY_BITS], \u_queue.held_entry };
            listed = listed + 4'd1;
        end
        if (\u_queue.current ) begin
            list = {list[0+:(MOST-1)*ENTRY_BITS], \u_queue.current_sends , \u_queue.current_group , \u_queue.current_spikes };
            listed = listed + 4'd1;
        end
    end

    // What was pushed and what was given. The entry in front gives its spikes; all that is said of the tracked one when it
    // is in front holds for each in its turn.
    wire                  take = spike_valid && spike_ready;
    wire                  leaves = \u_queue.current && \u_queue.current_moves ;
    reg  [3:0]            inside; // entries
    reg                   is_tracked;
    reg  [ENTRY_BITS-1:0] entry;  // what is left of it
    reg  [3:0]            place;
    reg  [1:0]            waited;
    wire                  is_next = is_tracked && place == 4'd0;
    wire [1:0]            rest = entry[1:0] & (entry[1:0] - 2'd1);
    always @(posedge clk) begin
        inside <= inside + {3'd0, push} - {3'd0, leaves};
        if (is_tracked) begin
            if (take && is_next) begin
                entry[1:0] <= rest;
                if (rest == 2'd0) is_tracked <= 1'b0;
            end
            if (leaves) place <= place - 4'd1;
        end else if (push && tracks) begin
            is_tracked <= 1'b1;
            entry <= {push_sends, push_group, push_spikes};
            place <= inside - {3'd0, leaves};
        end
        waited <= inside != 4'd0 && !spike_valid ? waited + 2'd1 : 2'd0;
        if (rst) begin
            inside <= 4'd0;
            is_tracked <= 1'b0;
            waited <= 2'd0;
        end
    end

    always @* begin
        assume (!push || (push_spikes != 2'd0 && inside < GROUPS));
        if (started) begin
            assert (is_empty == (inside == 4'd0));
            if (take) assert (inside != 4'd0);
            if (take && is_next) assert ({spike_sends, spike_neuron} == {entry[5:2], !entry[0]});
            if (is_next) assert (leaves == (take && rest == 2'd0));
            assert (waited < 2'd3);
            cover (is_next && take && rest == 2'd0 && stored == 4'd5);
            // Invariants.
            if (\u_queue.current ) assert (\u_queue.current_rest == (\u_queue.current_spikes & (\u_queue.current_spikes - 2'd1)));
            assert (stored <= GROUPS);
            assert (inside == listed && listed <= GROUPS);
            if (is_tracked) assert (place < listed && entry[1:0] != 2'd0 && list[place*ENTRY_BITS+:ENTRY_BITS] == entry);
            if (inside != 4'd0) assert (\u_queue.current || \u_queue.held || \u_queue.fetched );
            if (waited == 2'd1) assert (\u_queue.current || \u_queue.held );
            if (waited == 2'd2) assert (\u_queue.current );
        end
    end
endmodule

`default_nettype wire
