// Decides the class of a sample from the readout VALUEs that a core streams: the class whose neurons' membranes sum
// highest; ties go to the lowest class.
//
//   sum(c)   = VALUE[c * NEURONS_PER_CLASS] + ... + VALUE[(c + 1) * NEURONS_PER_CLASS - 1]
//   decision = the lowest c with sum(c) = max
//
// It only listens: `value_valid` is high in the cycle in which a VALUE is taken from the core's result stream. VALUEs
// behind the last class are ignored. `decision_valid` rises in the cycle after the last VALUE of the last
// class and stays until `clear` (the acceptance of RESET) or `rst`. Latency: one cycle.
// Software twin: `collect` in src/cosim/rtl.ts; test: test/rtl/core/emit.test.ts.
`default_nettype none

module snn_readout #(
    parameter CLASSES = 2,            // classes to choose from
    parameter NEURONS_PER_CLASS = 1,  // consecutive readout neurons that vote for one class
    parameter STATE_BITS = 24,        // width of a membrane
    parameter CLASS_BITS = CLASSES > 1 ? $clog2(CLASSES) : 1
) (
    input  wire                  clk,
    input  wire                  rst,
    input  wire                  clear,
    input  wire                  value_valid,
    input  wire [STATE_BITS-1:0] value,
    output reg                   decision_valid,
    output reg  [CLASS_BITS-1:0] decision_class
);
    localparam MEMBER_BITS = NEURONS_PER_CLASS > 1 ? $clog2(NEURONS_PER_CLASS) : 1;
    // A sum of NEURONS_PER_CLASS membranes needs so many guard bits.
    localparam SUM_BITS = STATE_BITS + MEMBER_BITS;
    localparam [31:0] LAST_CLASS = CLASSES - 1;
    localparam [31:0] LAST_MEMBER = NEURONS_PER_CLASS - 1;

    reg        [CLASS_BITS-1:0]  current_class;
    reg        [MEMBER_BITS-1:0] member;
    reg signed [SUM_BITS-1:0]    sum;
    reg signed [SUM_BITS-1:0]    best;

    wire signed [SUM_BITS-1:0] extended = {{MEMBER_BITS{value[STATE_BITS-1]}}, value};
    wire signed [SUM_BITS-1:0] total = sum + extended;
    wire                       is_last_member = member == LAST_MEMBER[MEMBER_BITS-1:0];
    wire                       is_last_class = current_class == LAST_CLASS[CLASS_BITS-1:0];
    wire                       is_first_class = current_class == {CLASS_BITS{1'b0}};

    always @(posedge clk) begin
        if (value_valid && !decision_valid) begin
            if (is_last_member) begin
                member <= {MEMBER_BITS{1'b0}};
                sum <= {SUM_BITS{1'b0}};
                current_class <= current_class + {{(CLASS_BITS - 1) {1'b0}}, 1'b1};
                decision_valid <= is_last_class;
                if (is_first_class || total > best) begin
                    best <= total;
                    decision_class <= current_class;
                end
            end else begin
                member <= member + {{(MEMBER_BITS - 1) {1'b0}}, 1'b1};
                sum <= total;
            end
        end
        if (rst || clear) begin
            decision_valid <= 1'b0;
            decision_class <= {CLASS_BITS{1'b0}};
            current_class <= {CLASS_BITS{1'b0}};
            member <= {MEMBER_BITS{1'b0}};
            sum <= {SUM_BITS{1'b0}};
            best <= {SUM_BITS{1'b0}};
        end
    end
endmodule

`default_nettype wire
