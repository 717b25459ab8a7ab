// The core under Icarus Verilog, behind the messages of core_driver.h on standard input and output: what harness.cpp is
// for Verilator. Test bench code, not synthesizable; `$fread` takes bytes as big-endian words, `%u` writes the machine's.
`default_nettype none
`timescale 1ns / 1ns

module harness;
    localparam [31:0] MAGIC = 32'h434e4e53;
    localparam [31:0] STDIN = 32'h80000000, STDOUT = 32'h80000001, STDERR = 32'h80000002;
    localparam MOST_RESULTS = 1 << 20; // words of one RUN's spikes, values or membranes
    localparam PATIENCE_CYCLES = 2000000;

    reg                   clk;
    reg                   rst;
    reg                   cfg_valid;
    reg  [2:0]            cfg_memory;
    reg  [31:0]           cfg_address;
    reg  [31:0]           cfg_data;
    reg                   in_valid;
    wire                  in_ready;
    reg  [2:0]            in_kind;
    reg  [`AXON_BITS-1:0] in_axon;
    wire                  out_valid;
    reg                   out_ready;
    wire [2:0]            out_kind;
    wire [31:0]           out_data;

    snn_core #(
`include "core_parameters.vh"
    ) u_core (
        .clk(clk),
        .rst(rst),
        .cfg_valid(cfg_valid),
        .cfg_memory(cfg_memory),
        .cfg_address(cfg_address),
        .cfg_data(cfg_data),
        .in_valid(in_valid),
        .in_ready(in_ready),
        .in_kind(in_kind),
        .in_axon(in_axon),
        .out_valid(out_valid),
        .out_ready(out_ready),
        .out_kind(out_kind),
        .out_data(out_data),
        .export_valid(),
        .export_ready(1'b0),
        .export_neuron(),
        .is_idle(),
        .weight_request_valid(),
        .weight_request_ready(1'b0),
        .weight_request_address(),
        .weight_answer_valid(1'b0),
        .weight_answer_data({`WEIGHT_WORD_BITS{1'b0}})
    );

    reg [31:0] spikes [0:MOST_RESULTS-1]; // pairs of timestep and neuron
    reg [31:0] values [0:MOST_RESULTS-1];
    reg [31:0] membranes [0:MOST_RESULTS-1];
    reg [31:0] counters [0:MOST_RESULTS-1];
    integer    spike_count, value_count, membrane_count, counter_count, first_of_step;

    reg [31:0] word, operation, payload, flags, starve, stall, random, chance;
    integer    expected, done, idle, i;
    reg        offering, taken, given, ended, happens;
    reg [2:0]  kind;
    reg [31:0] data;

    task fail(input integer code, input [8*64-1:0] message);
        begin
            $fdisplay(STDERR, "harness: %0s", message);
            $finish_and_return(code);
            #1 ended = 1'b1; // $finish takes effect when time passes
        end
    endtask

    // Into `word`; `ended` at the end of the input.
    reg [31:0] bytes;
    integer    got;
    task next_word;
        begin
            got = $fread(bytes, STDIN);
            word = {bytes[7:0], bytes[15:8], bytes[23:16], bytes[31:24]};
            if (got != 4) ended = 1'b1;
        end
    endtask

    task must_have_word;
        begin
            next_word;
            if (ended) fail(2, "the input ended in the middle of a message");
        end
    endtask

    task put(input [31:0] value);
        $fwrite(STDOUT, "%u", value);
    endtask

    task cycle;
        begin
            clk = 1'b0;
            #1 clk = 1'b1;
            #1;
        end
    endtask

    // Marsaglia's xorshift32, as in core_driver.h; `happens` with probability parts / 65536.
    task draw(input [31:0] parts);
        begin
            happens = 1'b0;
            if (parts != 0) begin
                random = random ^ (random << 13);
                random = random ^ (random >> 17);
                random = random ^ (random << 5);
                happens = {16'd0, random[15:0]} < parts;
            end
        end
    endtask

    task write_memory;
        begin
            must_have_word;
            cfg_memory = word[2:0];
            must_have_word;
            cfg_address = word - 32'd1;
            for (payload = payload - 32'd2; payload != 0 && !ended; payload = payload - 32'd1) begin
                must_have_word;
                cfg_valid = 1'b1;
                cfg_address = cfg_address + 32'd1;
                cfg_data = word;
                cycle;
            end
            cfg_valid = 1'b0;
            cycle;
            put(MAGIC);
            put(32'd1);
            put(32'd0);
        end
    endtask

    task run_sample;
        begin
            must_have_word;
            flags = word;
            must_have_word;
            starve = word;
            must_have_word;
            stall = word;
            must_have_word;
            random = word | 32'd1;
            payload = payload - 32'd4;
            if (flags != 0) fail(2, "this build of the core cannot write waveforms");
            spike_count = 0;
            value_count = 0;
            membrane_count = 0;
            counter_count = 0;
            first_of_step = 0;
            expected = 0;
            done = 0;
            idle = 0;
            offering = 1'b0;
            while (!ended && (payload != 0 || offering || done < expected)) begin
                if (!offering && payload != 0) begin
                    draw(starve);
                    if (!happens) begin
                        must_have_word;
                        payload = payload - 32'd1;
                        offering = 1'b1;
                        in_valid = 1'b1;
                        in_kind = word[30:28];
                        in_axon = word[`AXON_BITS-1:0];
                        if (word[31:28] == 4'd2 || word[31:28] == 4'd3) expected = expected + 1;
                    end
                end
                draw(stall);
                out_ready = !happens;
                clk = 1'b0;
                #1;
                taken = offering && in_ready === 1'b1;
                given = out_valid === 1'b1 && out_ready;
                kind = out_kind;
                data = out_data;
                clk = 1'b1;
                #1;
                if (taken) begin
                    offering = 1'b0;
                    in_valid = 1'b0;
                end
                if (given) keep_result;
                idle = taken || given ? 0 : idle + 1;
                if (idle > PATIENCE_CYCLES) begin
                    $fdisplay(STDERR, "harness: the core hangs with %0d commands left, %0d of %0d answers complete", payload, done, expected);
                    $finish_and_return(4);
                    #1 ended = 1'b1;
                end
            end
            out_ready = 1'b0;
            if (!ended && expected == 0) fail(2, "a RUN message without READ or DUMP never ends");
            if (!ended) answer_run;
        end
    endtask

    task keep_result;
        begin
            case (kind)
                3'd0: begin
                    spikes[spike_count] = 32'd0;
                    spikes[spike_count+1] = data;
                    spike_count = spike_count + 2;
                end
                3'd1:
                for (first_of_step = first_of_step; first_of_step < spike_count; first_of_step = first_of_step + 2)
                    spikes[first_of_step] = data;
                3'd2: begin
                    values[value_count] = data;
                    value_count = value_count + 1;
                end
                3'd3: begin
                    membranes[membrane_count] = data;
                    membrane_count = membrane_count + 1;
                end
                3'd4: begin
                    counters[counter_count] = data;
                    counter_count = counter_count + 1;
                end
                3'd5: done = done + 1;
                default: fail(4, "the core gave a result of unknown kind");
            endcase
            if (spike_count > MOST_RESULTS - 2 || value_count == MOST_RESULTS || membrane_count == MOST_RESULTS)
                fail(2, "a run gives more results than this harness can keep");
        end
    endtask

    task answer_run;
        begin
            put(MAGIC);
            put(32'd2);
            put(4 + spike_count + value_count + membrane_count + counter_count);
            put(spike_count / 2);
            put(value_count);
            put(membrane_count);
            put(counter_count);
            for (i = 0; i < counter_count; i = i + 1) put(counters[i]);
            for (i = 0; i < spike_count; i = i + 1) put(spikes[i]);
            for (i = 0; i < value_count; i = i + 1) put(values[i]);
            for (i = 0; i < membrane_count; i = i + 1) put(membranes[i]);
        end
    endtask

    initial begin
        rst = 1'b1;
        in_valid = 1'b0;
        out_ready = 1'b0;
        cfg_valid = 1'b0;
        cfg_memory = 3'd0;
        cfg_address = 32'd0;
        cfg_data = 32'd0;
        in_kind = 3'd0;
        in_axon = 0;
        ended = 1'b0;
        for (i = 0; i < 4; i = i + 1) cycle;
        rst = 1'b0;
        cycle;
        next_word;
        while (!ended) begin
            if (word != MAGIC) fail(2, "the input is not a message of this protocol");
            must_have_word;
            operation = word;
            must_have_word;
            payload = word;
            case (operation)
                32'd1: if (payload < 2) fail(2, "a WRITE message without its address"); else write_memory;
                32'd2: if (payload < 4) fail(2, "a RUN message without its four parameters"); else run_sample;
                default: fail(2, "a message of unknown operation");
            endcase
            $fflush(STDOUT);
            next_word;
        end
        $finish(0);
    end
endmodule

`default_nettype wire
