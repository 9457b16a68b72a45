"""Transport: framing, JSON-RPC messages, requests in both directions."""
