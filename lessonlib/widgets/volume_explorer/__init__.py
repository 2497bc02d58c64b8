"""The volume explorer: filters over all channels of a picture at once."""
