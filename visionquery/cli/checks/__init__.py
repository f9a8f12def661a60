"""What `visionquery doctor` looks at."""
