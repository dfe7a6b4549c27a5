"""What makes a circle last: hours, roles, newcomers, use by others, food from outside; and its stage of life."""
