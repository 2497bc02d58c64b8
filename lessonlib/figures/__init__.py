"""Figures drawn with matplotlib, and the palette that everything takes its colours from."""
