"""How it went: from asked to still here, by workshop, route and channel."""
