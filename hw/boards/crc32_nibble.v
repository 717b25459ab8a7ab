// CRC-32 (IEEE 802.3, reflected, polynomial 0xEDB88320), half a byte at a time, the low half first.
//
// Begins with all ones; the CRC of a message is the complement of what it ends with. A message with its CRC behind it
// ends with 0xDEBB20E3. Combinational.
// Software twin: zlib's crc32; test: test/rtl/modules/link.test.ts.
`default_nettype none

module crc32_nibble (
    input  wire [31:0] crc,
    input  wire [3:0]  nibble,
    output wire [31:0] next
);
    localparam [31:0] POLYNOMIAL = 32'hedb88320;
    wire [31:0] of_0 = crc ^ {28'd0, nibble};
    wire [31:0] of_1 = (of_0 >> 1) ^ (POLYNOMIAL & {32{of_0[0]}});
    wire [31:0] of_2 = (of_1 >> 1) ^ (POLYNOMIAL & {32{of_1[0]}});
    wire [31:0] of_3 = (of_2 >> 1) ^ (POLYNOMIAL & {32{of_2[0]}});
    assign next = (of_3 >> 1) ^ (POLYNOMIAL & {32{of_3[0]}});
endmodule

`default_nettype wire
