"""What other programs post to the front desk."""
