"""What a page loads: widgets, the stylesheet, and the policy that names them."""
