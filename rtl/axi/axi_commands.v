// Two sources of commands for one core: the stream, and the COMMAND register, which goes first.
//
//   word = {kind 3, axon 29}        known: kind 0 to 4, and for an EVENT (kind 0) an axon below 2^AXON_BITS
//   s -------\
//             > [1 command] -> in   what is not known is taken and told by `unknown`, and goes no further
//   register -/
//
// register_ready is high in the cycle in which the core takes the register's command; it is refused while `is_held` (reset),
// if it is not known, and, without `may_wait`, if the core does not take commands now. The stream is taken with `enable`
// alone. Sustains a command a cycle; latency: one cycle. Payload holds until taken. Reset empties it.
// Software twin and test: test/rtl/modules/axi.test.ts.
`default_nettype none

module axi_commands #(
    parameter AXON_BITS = 10 // bits of an axon number, at most 28
) (
    input  wire                 clk,
    input  wire                 rst,
    input  wire                 is_held,
    input  wire                 enable,
    input  wire                 may_wait,
    input  wire                 s_valid,
    output wire                 s_ready,
    input  wire [31:0]          s_word,
    output wire                 unknown,
    input  wire                 register_valid,
    output wire                 register_ready,
    output wire                 register_refused,
    input  wire [31:0]          register_word,
    output reg                  in_valid,
    input  wire                 in_ready,
    output reg  [2:0]           in_kind,
    output reg  [AXON_BITS-1:0] in_axon,
    output wire                 is_free // a register's command would be taken at once
);
    localparam [2:0] KIND_EVENT = 3'd0;
    localparam [2:0] KIND_LAST = 3'd4;

    generate
        if (AXON_BITS < 1 || AXON_BITS > 28) begin : gen_illegal_axon_bits
            axi_commands_AXON_BITS_must_be_from_1_to_28 u_illegal ();
        end
    endgenerate

    reg is_of_register;

    wire        takes_next = !in_valid || in_ready;
    wire        register_waits = register_valid && !(in_valid && is_of_register); // not yet in the core's sight
    wire        s_taken = s_valid && s_ready;
    wire [31:0] word = register_waits ? register_word : s_word;
    wire        is_axon = word[28:AXON_BITS] == {(29 - AXON_BITS) {1'b0}};
    wire        is_known = word[31:29] <= KIND_LAST && (word[31:29] != KIND_EVENT || is_axon);

    assign is_free = !is_held && !in_valid && in_ready;
    assign register_refused = register_waits && (is_held || !is_known || (!may_wait && !is_free));
    assign register_ready = in_valid && is_of_register && in_ready;
    assign s_ready = enable && !is_held && takes_next && !register_waits;
    assign unknown = s_taken && !is_known;

    always @(posedge clk) begin
        if (takes_next) begin
            in_valid <= is_known && (s_taken || (register_waits && !register_refused));
            in_kind <= word[31:29];
            in_axon <= word[AXON_BITS-1:0];
            is_of_register <= register_waits;
        end
        if (rst || is_held) in_valid <= 1'b0;
    end
endmodule

`default_nettype wire
