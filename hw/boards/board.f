uart_rx.v
uart_tx.v
crc32_nibble.v
link_receiver.v
link_sender.v
link_identity.v
link_engine.v
board_core.v
