"""What keeps everything safe: backups and their restoring, trouble told in words, letters that do not leave."""
