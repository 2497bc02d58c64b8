"""Photographs in the public domain, as small files beside the module that reads them."""
